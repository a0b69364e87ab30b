using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Records;

/// <summary>When something is due (UTC), and how that was counted where it is working time.</summary>
public sealed record DueTime(DateTimeOffset At, WorkingTime? Counted = null);

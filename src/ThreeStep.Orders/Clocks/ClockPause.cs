using ThreeStep.Orders.Working;

namespace ThreeStep.Orders.Clocks;

/// <summary>
/// A time in which clocks stand still, because the customer, or whoever asked, must answer first. It has an end from the beginning, so that nothing
/// is forgotten; an answer ends it earlier. Times are UTC.
/// </summary>
public sealed class ClockPause
{
    public required string Id { get; init; }
    /// <summary>The one clock that stands still, or those of a case or a deal.</summary>
    public string? ClockId { get; init; }
    public string? CaseId { get; init; }
    public string? DealId { get; init; }
    public required DateTimeOffset From { get; init; }
    public required DateTimeOffset To { get; set; }
    public required string Reason { get; init; }
    /// <summary>Who paused it; null for a workflow.</summary>
    public string? ById { get; init; }
    /// <summary>The workflow instance whose rule it is; null for a person.</summary>
    public string? InstanceId { get; init; }
    /// <summary>Who ended it before its time.</summary>
    public string? ResumedById { get; set; }

    internal Pause Time => new(From, To);

    internal bool IsRunning(DateTimeOffset now) => From <= now && now < To;
}

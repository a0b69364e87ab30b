using System.Text.Json.Serialization;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Clocks;

/// <summary>
/// A promise about time (时限): by when something must be reached. It stands still in its pauses, and is met or missed. The clock of a task and that
/// of an approval have their ids. Times are UTC.
/// </summary>
public sealed class SlaClock
{
    public required string Id { get; init; }
    public required ClockKind Kind { get; init; }
    /// <summary>What must be reached.</summary>
    public required string Name { get; init; }
    /// <summary>Pauses of this case are pauses of the clock.</summary>
    public string? CaseId { get; init; }
    /// <summary>Pauses of this deal are pauses of the clock.</summary>
    public string? DealId { get; init; }
    /// <summary>The target: from when, how long, by whose calendar.</summary>
    public required WorkingTime Counted { get; init; }
    /// <summary>Which share of the target is over when it is time to warn: 0.8 is 80 %.</summary>
    public double WarnShare { get; init; } = ClockRules.UsualWarnShare;
    public DateTimeOffset DueAt { get; set; }
    public DateTimeOffset WarnAt { get; set; }
    /// <summary>The step of the case that ends it; null where something else does.</summary>
    public string? MetWhen { get; init; }
    /// <summary>When it was reached, or given up.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    /// <summary>It was given up: nobody waits for it any more.</summary>
    public bool IsWithdrawn { get; set; }
    public string? InstanceId { get; init; }
    public string? DefinitionId { get; init; }
    public string? ActivityId { get; init; }
    /// <summary>The wait that its end resumes; null where another wait hears of it.</summary>
    public string? BookmarkId { get; set; }

    /// <summary>When it is time to warn.</summary>
    [JsonIgnore] public WorkingTime Warning => Counted with { Share = WarnShare };
}

public enum ClockKind { Task, Approval, Case }

/// <summary>进行中 · 将到期 · 暂停 · 已达成 · 已超时 · 已取消</summary>
public enum ClockState { Running, Warning, Paused, Met, Missed, Withdrawn }

namespace ThreeStep.Orders.People;

/// <summary>
/// Somebody is away (请假): from a day to a day, and who stands in. Running work is seen by both; with nobody to stand in, the clocks of their tasks
/// stand still until they are back.
/// </summary>
public sealed class Leave
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    /// <summary>The first day away, by the person's working calendar.</summary>
    public required DateOnly From { get; init; }
    /// <summary>The last day away.</summary>
    public required DateOnly To { get; set; }
    /// <summary>When the first day begins (UTC).</summary>
    public DateTimeOffset StartsAt { get; init; }
    /// <summary>When the day after the last begins (UTC).</summary>
    public DateTimeOffset EndsAt { get; set; }
    /// <summary>Who stands in for all that is not named apart.</summary>
    public string? SubstituteId { get; set; }
    /// <summary>Who stands in for one kind of work.</summary>
    public IReadOnlyDictionary<WorkKind, string> SubstituteIds { get; set; } = new Dictionary<WorkKind, string>();
    public string? Reason { get; init; }
    public LeaveState State { get; set; } = LeaveState.Planned;
    /// <summary>Nobody said so: the person had not been seen while work waited.</summary>
    public bool IsAssumed { get; init; }
    /// <summary>Who said so; null for the server.</summary>
    public string? SetById { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset SetAt { get; init; }
    /// <summary>Who ended it before its time, or took it back.</summary>
    public string? EndedById { get; set; }

    public string? SubstituteFor(WorkKind kind) => SubstituteIds.GetValueOrDefault(kind) ?? SubstituteId;

    /// <summary>Nobody does any of the work meanwhile.</summary>
    public bool IsUncovered => SubstituteId is null && SubstituteIds.Count == 0;
}

/// <summary>已安排 · 进行中 · 已结束 · 已取消</summary>
public enum LeaveState { Planned, Running, Over, Cancelled }

namespace ThreeStep.Orders.People;

/// <summary>
/// When somebody was last seen at work, and how far asking after them has come. Who has never signed in has none: nobody misses them. Times are UTC.
/// </summary>
public sealed class Presence
{
    public required string UserId { get; init; }
    public DateTimeOffset SeenAt { get; set; }
    /// <summary>When they were asked whether they are away.</summary>
    public DateTimeOffset? AskedAt { get; set; }
    /// <summary>When their manager was asked.</summary>
    public DateTimeOffset? ManagerAskedAt { get; set; }
}

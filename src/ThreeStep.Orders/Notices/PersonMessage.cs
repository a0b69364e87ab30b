namespace ThreeStep.Orders.Notices;

/// <summary>A message as a person got it: what it told, why, and by which ways it went. Times are UTC.</summary>
public sealed class PersonMessage
{
    public required string Id { get; init; }
    public required string UserId { get; init; }
    public DateTimeOffset At { get; init; }
    public bool IsDigest { get; init; }
    /// <summary>Nothing had come up: the person has tried a channel.</summary>
    public bool IsTest { get; init; }
    public required IReadOnlyList<MessageItem> Items { get; init; }
    /// <summary>Beside the app. What came of each stands in the outbox.</summary>
    public IReadOnlyList<Departure> Departures { get; set; } = [];
    /// <summary>When the person has seen it in the app.</summary>
    public DateTimeOffset? SeenAt { get; set; }
}

/// <summary>One thing that a message told, as a <see cref="Matter"/> was then.</summary>
public sealed record MessageItem(string Key, MatterKind Kind, string About)
{
    public Message? Text { get; init; }
    public string? Why { get; init; }
    public IReadOnlyList<string> Facts { get; init; } = [];
    public string? Address { get; init; }
    /// <summary>UTC.</summary>
    public DateTimeOffset? DueAt { get; init; }
    public bool IsUrgent { get; init; }

    public static MessageItem Of(Matter matter) => new(matter.Key, matter.Kind, matter.About)
    {
        Text = matter.Text,
        Why = matter.Why,
        Facts = matter.Facts,
        Address = matter.Address,
        DueAt = matter.DueAt,
        IsUrgent = matter.IsUrgent,
    };
}

/// <summary>A message on its way out.</summary>
/// <param name="Channel"><see cref="MessageChannel"/>, or the id of a chat channel.</param>
/// <param name="Key">Of the outbox.</param>
public sealed record Departure(string Channel, string Key);

/// <summary>What a person was told that is still open for them. What is over is forgotten, so that it is told anew if it comes back.</summary>
public sealed class ToldRow
{
    public required string UserId { get; init; }
    /// <summary>See <see cref="Matter.Key"/>.</summary>
    public required IReadOnlyList<string> Keys { get; set; }
}

/// <summary>What a person has chosen.</summary>
public sealed class MessageChoicesRow
{
    public required string UserId { get; init; }
    public required MessageChoices Choices { get; set; }
}

using System.Text.Json.Serialization;

namespace ThreeStep.Orders.Notices;

/// <summary>How a person wants to be told of things. Whoever has chosen nothing has these values.</summary>
public sealed record MessageChoices
{
    /// <summary>What was chosen for a kind; what is not named is told as <see cref="KindChoice.Usual"/>.</summary>
    public IReadOnlyDictionary<MatterKind, KindChoice> Kinds { get; init; } = new Dictionary<MatterKind, KindChoice>();
    /// <summary>Nothing comes before people work, after it and on days off: it waits for the next opening.</summary>
    public bool OnlyInWorkingTime { get; init; } = true;
    /// <summary>Quiet from this time of the day in the person's own zone to <see cref="QuietTo"/>, over midnight too; null for never.</summary>
    public TimeOnly? QuietFrom { get; init; }
    public TimeOnly? QuietTo { get; init; }
    /// <summary>A digest when the working day begins.</summary>
    public bool MorningDigest { get; init; } = true;
    /// <summary>A digest at noon of a working day, in the zone of the person's calendar.</summary>
    public bool NoonDigest { get; init; } = true;
    /// <summary>Digests do not come by mail: ended by the link in one of them, or here.</summary>
    public bool IsDigestMailStopped { get; init; }
    /// <summary>Who the person is in each chat system, so that they can be spoken to in a group.</summary>
    public IReadOnlyDictionary<string, string> ChatIds { get; init; } = new Dictionary<string, string>();

    public KindChoice Of(MatterKind kind) => Kinds.GetValueOrDefault(kind) ?? KindChoice.Usual;

    /// <summary>Whether something does not wait for a digest.</summary>
    public bool IsAtOnce(MatterKind kind, bool isUrgent) => Of(kind).When switch
    {
        MessageTime.AtOnce => true,
        MessageTime.Digest => false,
        _ => isUrgent,
    };

    /// <summary>The same without messages of a kind.</summary>
    public MessageChoices Without(MatterKind kind) => With(kind, Of(kind) with { When = MessageTime.Never });

    public MessageChoices With(MatterKind kind, KindChoice choice) => this with
    {
        Kinds = new Dictionary<MatterKind, KindChoice>(Kinds) { [kind] = choice },
    };

    [JsonIgnore] public bool HasQuietHours => QuietFrom is not null && QuietTo is not null && QuietFrom != QuietTo;
}

/// <summary>When and by which channels somebody is told of a kind of things.</summary>
public sealed record KindChoice
{
    public static readonly KindChoice Usual = new();

    public MessageTime When { get; init; } = MessageTime.ByUrgency;
    /// <summary>
    /// Beside the app: <c>mail</c>, <c>push</c>, or the id of a chat channel of the company's. What cannot reach the person is left out.
    /// </summary>
    public IReadOnlyList<string> Channels { get; init; } = [MessageChannel.Mail, MessageChannel.Push];
}

/// <summary>At once where it is urgent and otherwise in the next digest; always at once; always in a digest; not at all.</summary>
public enum MessageTime { ByUrgency, AtOnce, Digest, Never }

/// <summary>Ways by which messages come, beside the company's chat channels, which are known by their ids.</summary>
public static class MessageChannel
{
    /// <summary>In the app: every message, as soon as it is sent.</summary>
    public const string App = "app";
    public const string Mail = "mail";
    /// <summary>To the devices that the person has switched it on for.</summary>
    public const string Push = "push";
}

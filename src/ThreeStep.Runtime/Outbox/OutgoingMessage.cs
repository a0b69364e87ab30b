using System.Text.Json;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Outbox;

/// <summary>The content of an outbox row that is a message to people: a mail, or what a channel of the product makes of it.</summary>
/// <param name="Body">As plain text.</param>
public sealed record OutgoingMessage(string Subject, string Body)
{
    /// <summary>The channel by which it is sent as a mail.</summary>
    public const string Mail = "mail";

    /// <summary>The same as a simple page, for mail; null for text only.</summary>
    public string? Html { get; init; }
    /// <summary>What it is about: mails with the same are one conversation. Null where it stands alone.</summary>
    public string? Conversation { get; init; }
    /// <summary>The kind of mails it is one of, by which mail programs sort them.</summary>
    public MailList? List { get; init; }
    /// <summary>What it tells, one after the other, for channels that have their own form for that.</summary>
    public IReadOnlyList<MessageLine> Lines { get; init; } = [];
    /// <summary>Pages that it offers to go to, the first one being the one most wanted.</summary>
    public IReadOnlyList<MessageLink> Links { get; init; } = [];
    /// <summary>Who is spoken to where others read along, as the channel knows them.</summary>
    public Mention? Mention { get; init; }

    public static OutgoingMessage FromDocument(string document) => JsonSerializer.Deserialize<OutgoingMessage>(document, Json.Options)!;
}

/// <summary>A kind of mails that somebody gets again and again.</summary>
/// <param name="Id">As in RFC 2919, without brackets: <c>digest.threestep</c>.</param>
/// <param name="Unsubscribe">Ends them with one click, as in RFC 8058; null where that is not possible.</param>
public sealed record MailList(string Id, Uri? Unsubscribe);

/// <summary>One thing that a message tells.</summary>
/// <param name="Detail">More about it, for the person alone.</param>
public sealed record MessageLine(string Text, string? Detail, Uri? Address);

public sealed record MessageLink(string Text, Uri Address);

/// <param name="Id">The person in the other system.</param>
public sealed record Mention(string Id, string Name);

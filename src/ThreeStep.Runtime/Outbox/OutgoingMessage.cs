using System.Text.Json;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Outbox;

/// <summary>The content of an outbox row that is a mail or goes to a webhook.</summary>
public sealed record OutgoingMessage(string Subject, string Body)
{
    public static OutgoingMessage FromDocument(string document) => JsonSerializer.Deserialize<OutgoingMessage>(document, Json.Options)!;
}

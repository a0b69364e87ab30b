using System.Text.Json;
using ThreeStep.Orders.Commands;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Outbox;

/// <summary>The content of an outbox row.</summary>
public sealed record OutgoingMessage(string Subject, string Body)
{
    public static string ToDocument(SendMessageCommand command) => JsonSerializer.Serialize(new OutgoingMessage(command.Subject, command.Body), Json.Options);

    public static OutgoingMessage FromDocument(string document) => JsonSerializer.Deserialize<OutgoingMessage>(document, Json.Options)!;
}

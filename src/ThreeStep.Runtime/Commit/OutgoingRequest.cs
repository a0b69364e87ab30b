using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Commit;

/// <summary>The content of an outbox row that is an HTTP request of a workflow.</summary>
public sealed record OutgoingRequest(string Method, Uri Url, JsonNode? Content, string? ContentType, IReadOnlyDictionary<string, string[]> Headers)
{
    public const string Channel = "http";

    public static OutgoingRequest Of(SendHttpRequestCommand command) =>
        new(command.Method, command.Url, command.Content, command.ContentType, command.Headers);

    public static OutgoingRequest FromDocument(string document) => JsonSerializer.Deserialize<OutgoingRequest>(document, Json.Options)!;

    /// <summary>What remains of it in the outbox when it is over: nothing that may be a secret.</summary>
    public string Told() => JsonSerializer.Serialize(
        new OutgoingRequest(Method, new Uri(Url.GetLeftPart(UriPartial.Path)), null, ContentType, new Dictionary<string, string[]>()), Json.Options);
}

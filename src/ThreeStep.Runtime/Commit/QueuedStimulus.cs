using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Commit;

/// <summary>A stimulus that waits in the database until it is carried out, exactly once.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StartInstance), nameof(StartInstance))]
[JsonDerivedType(typeof(PublishEvent), nameof(PublishEvent))]
[JsonDerivedType(typeof(Deliver), nameof(Deliver))]
public abstract record QueuedStimulus
{
    /// <summary>The span that asked for it, as W3C's traceparent; null where nobody records spans.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TraceParent { get; init; }

    /// <summary>Starts the published version of a definition, or the version with that id, under an id chosen beforehand.</summary>
    public sealed record StartInstance(
        string InstanceId, string DefinitionId, Dictionary<string, JsonNode?> Input, string? CorrelationId = null, string? Name = null,
            string? VersionId = null,
        string? TriggerNodeId = null, JsonNode? TriggerPayload = null, string? ParentInstanceId = null, string? ParentBookmarkId = null,
            Dictionary<string, JsonNode?>? Variables = null) : QueuedStimulus;

    /// <summary>Wakes every instance that waits for the event, and starts every workflow that begins with it.</summary>
    public sealed record PublishEvent(string Name, string? CorrelationId, string? InstanceId, JsonNode? Payload) : QueuedStimulus;

    /// <summary>Moves one instance on.</summary>
    public sealed record Deliver(string InstanceId, Stimulus Stimulus) : QueuedStimulus;

    public string ToDocument() => JsonSerializer.Serialize(this, Json.Options);

    /// <exception cref="UnreadableDocumentException">It is damaged, or of a kind that only a newer server knows.</exception>
    public static QueuedStimulus FromDocument(string document)
    {
        try { return JsonSerializer.Deserialize<QueuedStimulus>(document, Json.Options)!; }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new UnreadableDocumentException($"The stimulus cannot be read: {error.Message}");
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>What should change outside the instance. A burst only lists commands; the commit carries them out with the state or not at all.</summary>
public abstract record Command
{
    /// <summary>True when the command changes that domain record.</summary>
    public virtual bool Changes(string kind, string id) => false;

    /// <summary>Makes the change on a copy of the record, so that later reads of the same burst see what it asked for.</summary>
    public virtual void Preview(JsonObject record) { }

    /// <summary>As the history keeps it: its fields, and its kind under <c>command</c>.</summary>
    public JsonObject Describe()
    {
        var description = (JsonObject)JsonSerializer.SerializeToNode(this, GetType(), Json.Options)!;
        description.Insert(0, "command", GetType().Name);
        return description;
    }
}

/// <summary>Writes a line to the server's console, after the commit.</summary>
public sealed record WriteLineCommand(string Text) : Command;

/// <summary>Publishes an event to every instance that waits for it and every workflow that starts with it.</summary>
public sealed record PublishEventCommand(string EventName, string? CorrelationId, string? InstanceId, JsonNode? Payload) : Command;

/// <summary>Starts a child instance under the given id. With a parent bookmark, its end is reported back there.</summary>
public sealed record StartWorkflowCommand(
    string InstanceId, string DefinitionId, string? CorrelationId, Dictionary<string, JsonNode?> Input, string? ParentInstanceId,
        string? ParentBookmarkId) : Command;

/// <summary>Tells a waiting parent that this instance has come to its end.</summary>
public sealed record ReportToParentCommand(string ParentInstanceId, string ParentBookmarkId, InstanceSubStatus SubStatus, JsonObject Output)
    : Command;

/// <summary>Cancels a child whose parent no longer waits for it.</summary>
/// <param name="By">Who cancelled the parent, and why; null where that went on by itself.</param>
public sealed record CancelWorkflowCommand(string InstanceId, string? By = null, string? Reason = null) : Command;

/// <summary>A RunTask activity asks the outside world for something; its answer comes to the bookmark.</summary>
public sealed record RunTaskCommand(string TaskId, string TaskName, JsonNode? Payload) : Command;

/// <summary>Sends an HTTP request; its <see cref="HttpAnswer"/> comes to the bookmark.</summary>
/// <param name="Content">What is sent, by <paramref name="ContentType"/>: text, an object, or Base64 for bytes.</param>
public sealed record SendHttpRequestCommand(string BookmarkId, string Method, Uri Url, JsonNode? Content, string? ContentType) : Command
{
    /// <summary>They may carry secrets, so the history of bursts does not keep them.</summary>
    [JsonIgnore] public IReadOnlyDictionary<string, string[]> Headers { get; init; } = new Dictionary<string, string[]>();
}

/// <summary>Answers the HTTP request that set the burst going; where nobody waits for an answer any more, it goes nowhere.</summary>
/// <param name="Content">What is answered, by <paramref name="ContentType"/>: text, an object, or Base64 for bytes.</param>
public sealed record HttpResponseCommand(int StatusCode, JsonNode? Content, string? ContentType, IReadOnlyDictionary<string, string[]> Headers)
    : Command;

using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>
/// A state of its own, just as it would be after being written and read, but quicker: a burst changes the state it is given, and a replay needs what
/// was before.
/// </summary>
static class StateCopy
{
    public static InstanceState Of(InstanceState state) => new()
    {
        Format = state.Format,
        Id = state.Id,
        DefinitionId = state.DefinitionId,
        DefinitionVersionId = state.DefinitionVersionId,
        DefinitionVersion = state.DefinitionVersion,
        CorrelationId = state.CorrelationId,
        Name = state.Name,
        ParentInstanceId = state.ParentInstanceId,
        ParentBookmarkId = state.ParentBookmarkId,
        TriggerNodeId = state.TriggerNodeId,
        Status = state.Status,
        SubStatus = state.SubStatus,
        Input = Of(state.Input),
        Output = Of(state.Output),
        ActivityOutputs = state.ActivityOutputs.ToDictionary(each => each.Key, each => Of(each.Value)),
        Executions = state.Executions.ConvertAll(Of),
        Bookmarks = state.Bookmarks.ConvertAll(bookmark => bookmark.Payload is null ? bookmark : bookmark with { Payload = Of(bookmark.Payload) }),
        Incidents = [.. state.Incidents],
        Scheduled = state.Scheduled.ConvertAll(each => each.Variables is null ? each : each with { Variables = Of(each.Variables) }),
        Undelivered = state.Undelivered.ConvertAll(Of),
        JournalSequence = state.JournalSequence,
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        FinishedAt = state.FinishedAt,
    };

    static ActivityExecution Of(ActivityExecution execution) => new()
    {
        Id = execution.Id,
        NodeId = execution.NodeId,
        ParentId = execution.ParentId,
        ScheduledBy = execution.ScheduledBy,
        Depth = execution.Depth,
        Status = execution.Status,
        FaultCount = execution.FaultCount,
        StartedAt = execution.StartedAt,
        Variables = Of(execution.Variables),
        Properties = Of(execution.Properties),
        Inputs = Of(execution.Inputs),
        Tokens = execution.Tokens is null ? null : [.. execution.Tokens],
    };

    static Dictionary<string, JsonNode?> Of(Dictionary<string, JsonNode?> values)
    {
        var copy = new Dictionary<string, JsonNode?>(values.Count);
        foreach (var (name, value) in values) copy[name] = value is null ? null : Reread(value);
        return copy;
    }

    static JsonObject Of(JsonObject value) => value.Count == 0 ? [] : (JsonObject)Reread(value);

    // Rare: only while an instance is faulted.
    static Stimulus Of(Stimulus stimulus) =>
        JsonSerializer.Deserialize<Stimulus>(JsonSerializer.SerializeToUtf8Bytes(stimulus, Json.Options), Json.Options)!;

    /// <summary>Not a deep clone: that would keep what a script made as what it was there, a number or a date of .NET's.</summary>
    static JsonNode Reread(JsonNode value) => value is JsonValue scalar && scalar.TryGetValue(out JsonElement element)
        ? JsonValue.Create(element)! : JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(value, Json.Options))!;
}

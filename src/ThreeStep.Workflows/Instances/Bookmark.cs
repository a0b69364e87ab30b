using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>A wait: what resumes which activity. <see cref="DueAt"/> (UTC) makes it a timer.</summary>
public sealed record Bookmark(
    string Id, string Name, string Hash, JsonObject? Payload, string ActivityId, string NodeId, string ExecutionId, DateTimeOffset CreatedAt,
    DateTimeOffset? DueAt = null, string? Purpose = null);

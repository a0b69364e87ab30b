using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>A wait: what resumes which activity. <see cref="DueAt"/> (UTC) makes it a timer.</summary>
/// <param name="Counted">How the due time was counted; null where it is a time on the clock.</param>
public sealed record Bookmark(
    string Id, string Name, string Hash, JsonObject? Payload, string ActivityId, string NodeId, string ExecutionId, DateTimeOffset CreatedAt,
    DateTimeOffset? DueAt = null, string? Purpose = null, WorkingTime? Counted = null);

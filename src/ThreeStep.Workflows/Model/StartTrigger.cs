using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Model;

/// <summary>What starts new instances: an event by name, or a time. <paramref name="DueAt"/> is UTC.</summary>
public sealed record StartTrigger(string Kind, string Hash, JsonObject Payload, DateTimeOffset? DueAt = null);

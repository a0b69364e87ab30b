using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>An activity that is to run: under which execution, and for which it stands in case of a retry.</summary>
public sealed record ScheduledActivity(string NodeId, string OwnerId, string? ScheduledBy, Dictionary<string, JsonNode?>? Variables = null,
    int Depth = 0);

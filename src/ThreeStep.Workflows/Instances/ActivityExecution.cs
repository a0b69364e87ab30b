using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

public enum ExecutionStatus { Running, Completed, Canceled, Faulted }

/// <summary>One execution of one activity that is not over yet.</summary>
public sealed class ActivityExecution
{
    public required string Id { get; init; }
    public required string NodeId { get; init; }
    public string? ParentId { get; init; }
    /// <summary>The execution whose completion led here.</summary>
    public string? ScheduledBy { get; init; }
    public int Depth { get; init; }
    public ExecutionStatus Status { get; set; }
    public int FaultCount { get; set; }
    public DateTimeOffset StartedAt { get; init; }
    /// <summary>Variables this execution owns, by id.</summary>
    public Dictionary<string, JsonNode?> Variables { get; init; } = [];
    /// <summary>What the activity keeps for itself between bursts.</summary>
    public JsonObject Properties { get; init; } = [];
    /// <summary>Evaluated inputs, as the journal shows them.</summary>
    public JsonObject Inputs { get; init; } = [];
    /// <summary>Tokens of a flowchart that are on their way.</summary>
    public List<FlowToken>? Tokens { get; set; }
}

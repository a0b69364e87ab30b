using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Bursts;

/// <summary>Everything a workflow instance is between two bursts. One compact document in the store. Times are UTC.</summary>
public sealed class InstanceState
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; set; }
    public required int DefinitionVersion { get; set; }
    public string? CorrelationId { get; set; }
    public string? Name { get; set; }
    /// <summary>The instance that started this one, and the bookmark there that waits for its end.</summary>
    public string? ParentInstanceId { get; set; }
    public string? ParentBookmarkId { get; set; }
    /// <summary>The activity this instance was started by, when an event or timer started it.</summary>
    public string? TriggerNodeId { get; set; }
    public InstanceStatus Status { get; set; } = InstanceStatus.Running;
    public InstanceSubStatus SubStatus { get; set; } = InstanceSubStatus.Pending;
    public Dictionary<string, JsonNode?> Input { get; init; } = [];
    public Dictionary<string, JsonNode?> Output { get; init; } = [];
    public Dictionary<string, Dictionary<string, JsonNode?>> ActivityOutputs { get; init; } = [];
    /// <summary>Executions that are not over: running, waiting or faulted.</summary>
    public List<ActivityExecution> Executions { get; init; } = [];
    public List<Bookmark> Bookmarks { get; init; } = [];
    public List<Incident> Incidents { get; init; } = [];
    /// <summary>Work that was left when the instance faulted; a retry goes on with it.</summary>
    public List<ScheduledActivity> Scheduled { get; init; } = [];
    /// <summary>Answers that came while the instance was faulted; a retry takes them up.</summary>
    public List<Stimulus> Undelivered { get; init; } = [];
    /// <summary>The number of the next journal entry.</summary>
    public int JournalSequence { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>True for everything but an instance that can go on; a faulted one can after a retry only.</summary>
    [JsonIgnore] public bool IsFinished => Status == InstanceStatus.Finished;

    public ActivityExecution? FindExecution(string? id) => id is null ? null : Executions.Find(execution => execution.Id == id);
}

public enum InstanceStatus { Running, Finished }

public enum InstanceSubStatus { Pending, Executing, Suspended, Finished, Cancelled, Faulted }

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

/// <summary>A token on its way along a connection; a blocked one stops the next arrival there instead.</summary>
public sealed record FlowToken(string From, string Outcome, string To, bool Consumed = false, bool Blocked = false);

/// <summary>A wait: what resumes which activity. <see cref="DueAt"/> (UTC) makes it a timer.</summary>
public sealed record Bookmark(
    string Id, string Name, string Hash, JsonObject? Payload, string ActivityId, string NodeId, string ExecutionId, DateTimeOffset CreatedAt,
    DateTimeOffset? DueAt = null, string? Purpose = null);

/// <summary>Something went wrong: where, what, when (UTC); for expressions also which property and line.</summary>
public sealed record Incident(string ActivityId, string NodeId, string ActivityType, string Message, string ExceptionType, DateTimeOffset At, string? Property = null, int? Line = null);

/// <summary>An activity that is to run: under which execution, and for which it stands in case of a retry.</summary>
public sealed record ScheduledActivity(string NodeId, string OwnerId, string? ScheduledBy, Dictionary<string, JsonNode?>? Variables = null, int Depth = 0);

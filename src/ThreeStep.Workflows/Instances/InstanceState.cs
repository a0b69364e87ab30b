using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>Everything a workflow instance is between two bursts. One compact document in the store. Times are UTC.</summary>
public sealed class InstanceState
{
    public const int PresentFormat = 1;

    /// <summary>How the document is written; a server reads up to the one it knows.</summary>
    public int Format { get; init; } = PresentFormat;
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

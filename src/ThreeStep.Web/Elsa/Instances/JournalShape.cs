using System.Text.Json.Nodes;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>The journal and activity executions as Elsa's API shows them, projected from an instance's burst records.</summary>
public sealed class JournalShape
{
    readonly string instanceId;
    readonly CompiledWorkflow? workflow;
    readonly Dictionary<string, JournalEntry> starts = [];

    public JournalShape(InstanceState state, CompiledWorkflow? workflow, IEnumerable<BurstRow> bursts)
    {
        (State, instanceId, this.workflow) = (state, state.Id, workflow);
        Entries = bursts.SelectMany(burst => BurstDocument.Read(burst.Document).Journal.Select(entry => (burst.At, entry)))
            .OrderBy(item => item.entry.Sequence).ToList();
        foreach (var (_, entry) in Entries)
            if (entry.Event == JournalEvents.Started) starts[entry.ExecutionId] = entry;
    }

    /// <summary>The instance as it stands now.</summary>
    public InstanceState State { get; }

    public IReadOnlyList<(DateTimeOffset At, JournalEntry Entry)> Entries { get; }

    public ActivityNode? Node(JournalEntry entry) => workflow?.Find(entry.NodeId);

    public string ActivityId(JournalEntry entry) => entry.NodeId[(entry.NodeId.LastIndexOf(':') + 1)..];

    public JsonObject Row(DateTimeOffset at, JournalEntry entry)
    {
        var node = Node(entry);
        var shape = new JsonObject { ["id"] = $"{instanceId}-{entry.Sequence}", ["activityInstanceId"] = entry.ExecutionId };
        if (starts.GetValueOrDefault(entry.ExecutionId)?.ParentExecutionId is { } parent) shape["parentActivityInstanceId"] = parent;
        shape["activityId"] = ActivityId(entry);
        shape["activityType"] = node?.TypeName ?? "";
        shape["activityTypeVersion"] = node?.Version ?? 1;
        if (node?.Name is { } name) shape["activityName"] = name;
        shape["nodeId"] = entry.NodeId;
        shape["timestamp"] = Times.Iso(at);
        shape["sequence"] = entry.Sequence;
        shape["eventName"] = entry.Event;
        if (entry.Message is not null)
        {
            shape["message"] = entry.Message;
            shape["payload"] = Fault(entry) ?? new JsonObject { ["message"] = entry.Message };
        }
        else if (entry.Outcomes is not null)
            shape["payload"] = new JsonObject { ["Outcomes"] = new JsonArray(entry.Outcomes.Select(outcome => (JsonNode)outcome).ToArray()) };
        return shape;
    }

    JsonObject? Fault(JournalEntry entry) =>
        State.Incidents.LastOrDefault(incident => incident.NodeId == entry.NodeId && incident.Message == entry.Message) is { } incident
        ? new JsonObject
        {
            ["exception"] = incident.ExceptionType,
            ["message"] = entry.Message,
            ["source"] = "ThreeStep.Workflows",
            ["data"] = new JsonObject(),
            ["stackTrace"] = InstanceShape.Place(incident)
        }
        : null;

    /// <summary>The row with the names of its instance, as exports and single entries show it.</summary>
    public JsonObject Record(DateTimeOffset at, JournalEntry entry)
    {
        var shape = Row(at, entry);
        shape.Remove("nodeId");
        shape.Insert(0, "workflowDefinitionId", workflow?.Definition.DefinitionId);
        shape.Insert(1, "workflowDefinitionVersionId", workflow?.Definition.Id);
        shape.Insert(2, "workflowInstanceId", instanceId);
        shape.Insert(3, "workflowVersion", workflow?.Definition.Version);
        shape["activityNodeId"] = entry.NodeId;
        return shape;
    }

    /// <summary>How often the activity at a node was started and completed, and whether it waits or is faulted.</summary>
    public JsonObject Statistics(string nodeId)
    {
        var (started, completed) = (0, 0);
        foreach (var (_, entry) in Entries)
        {
            if (entry.NodeId != nodeId) continue;
            if (entry.Event == JournalEvents.Started) started++;
            if (entry.Event == JournalEvents.Completed) completed++;
        }
        var open = State.Executions.Where(execution => execution.NodeId == nodeId).ToList();
        return new JsonObject
        {
            ["activityId"] = nodeId[(nodeId.LastIndexOf(':') + 1)..],
            ["activityNodeId"] = nodeId,
            ["startedCount"] = started,
            ["completedCount"] = completed,
            ["uncompletedCount"] = open.Count,
            ["isBlocked"] = State.Bookmarks.Exists(bookmark => bookmark.NodeId == nodeId),
            ["isFaulted"] = open.Exists(execution => execution.Status == ExecutionStatus.Faulted),
            ["aggregateFaultCount"] = open.Sum(execution => execution.FaultCount),
            ["metadata"] = new JsonObject { ["_type"] = "ObjectMap" },
        };
    }
}

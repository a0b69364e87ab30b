using System.Text.Json.Nodes;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>One activity execution put together from its journal entries. Times are UTC.</summary>
sealed class ActivityExecutionHistory
{
    public required string Id { get; init; }
    public required string NodeId { get; init; }
    public required string ActivityId { get; init; }
    public string TypeName { get; init; } = "";
    public string? Name { get; init; }
    public string? ScheduledBy { get; init; }
    public string? SchedulingActivityId { get; init; }
    public int Depth { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public string Status { get; private set; } = "Running";
    public bool HasBookmarks { get; private set; }
    public JsonObject? Inputs { get; private set; }
    public JsonObject? Outputs { get; private set; }
    public string? Fault { get; private set; }
    /// <summary>What the activity keeps for itself, while it runs.</summary>
    public JsonObject Properties { get; private set; } = new() { ["_type"] = "ObjectMap" };

    public static List<ActivityExecutionHistory> ReadAll(JournalShape journal)
    {
        var executions = new Dictionary<string, ActivityExecutionHistory>();
        foreach (var (at, entry) in journal.Entries)
        {
            if (!executions.TryGetValue(entry.ExecutionId, out var execution))
                executions[entry.ExecutionId] = execution = new ActivityExecutionHistory
                {
                    Id = entry.ExecutionId,
                    NodeId = entry.NodeId,
                    ActivityId = journal.ActivityId(entry),
                    TypeName = journal.Node(entry)?.TypeName ?? "",
                    Name = journal.Node(entry)?.Name,
                    ScheduledBy = entry.ScheduledBy,
                    SchedulingActivityId = entry.ScheduledBy is { } scheduling && executions.TryGetValue(scheduling, out var scheduler)
                        ? scheduler.ActivityId : null,
                    Depth = entry.Depth,
                    StartedAt = at,
                };
            execution.Take(at, entry);
        }
        foreach (var running in journal.State.Executions)
            if (executions.TryGetValue(running.Id, out var execution) && InstanceShape.Properties(running) is { Count: > 0 } properties)
            {
                properties["_type"] = "ObjectMap";
                execution.Properties = properties;
            }
        return executions.Values.ToList();
    }

    void Take(DateTimeOffset at, JournalEntry entry)
    {
        Inputs = entry.Inputs ?? Inputs;
        Outputs = entry.Outputs ?? Outputs;
        HasBookmarks = entry.Event == JournalEvents.Suspended;
        if (entry.Event is not (JournalEvents.Completed or JournalEvents.Canceled or JournalEvents.Faulted)) return;
        Status = entry.Event;
        Fault = entry.Event == JournalEvents.Faulted ? entry.Message : null;
        CompletedAt = entry.Event == JournalEvents.Faulted ? null : at;
    }

    public JsonObject Shape(string instanceId, bool full)
    {
        var shape = new JsonObject
        {
            ["workflowInstanceId"] = instanceId,
            ["activityId"] = ActivityId,
            ["activityNodeId"] = NodeId,
            ["activityType"] = TypeName,
            ["activityTypeVersion"] = 1
        };
        if (Name is not null) shape["activityName"] = Name;
        if (full)
        {
            if (Inputs is not null) shape["activityState"] = Inputs.DeepClone();
            if (Outputs is not null) shape["outputs"] = Outputs.DeepClone();
            if (Fault is not null) shape["exception"] = new JsonObject { ["message"] = Fault };
            shape["properties"] = Properties.DeepClone();
        }
        shape["metadata"] = new JsonObject { ["_type"] = "ObjectMap" };
        shape["startedAt"] = Times.Iso(StartedAt);
        shape["hasBookmarks"] = HasBookmarks;
        shape["status"] = Status;
        shape["aggregateFaultCount"] = Fault is null ? 0 : 1;
        if (CompletedAt is { } completed) shape["completedAt"] = Times.Iso(completed);
        if (full)
        {
            if (ScheduledBy is not null) shape["schedulingActivityExecutionId"] = ScheduledBy;
            if (SchedulingActivityId is not null) shape["schedulingActivityId"] = SchedulingActivityId;
            shape["callStackDepth"] = Depth;
        }
        shape["id"] = Id;
        if (full) shape["tenantId"] = "";
        return shape;
    }
}

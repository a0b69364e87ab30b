using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>An instance as Elsa's API shows it, projected from our state.</summary>
public static class InstanceShape
{
    public static JsonObject Summary(InstanceRow row)
    {
        var shape = new JsonObject
        {
            ["id"] = row.Id,
            ["definitionId"] = row.DefinitionId,
            ["definitionVersionId"] = row.DefinitionVersionId,
            ["version"] = row.DefinitionVersion,
            ["status"] = row.Status,
            ["subStatus"] = row.SubStatus,
        };
        Add(shape, "correlationId", row.CorrelationId);
        Add(shape, "name", row.Name);
        shape["incidentCount"] = row.IncidentCount;
        shape["createdAt"] = Times.Iso(row.CreatedAt);
        shape["updatedAt"] = Times.Iso(row.UpdatedAt);
        Add(shape, "finishedAt", Times.Iso(row.FinishedAt));
        return shape;
    }

    public static JsonObject Full(InstanceState state, CompiledWorkflow? workflow)
    {
        var shape = new JsonObject
        {
            ["id"] = state.Id,
            ["definitionId"] = state.DefinitionId,
            ["definitionVersionId"] = state.DefinitionVersionId,
            ["version"] = state.DefinitionVersion,
        };
        Add(shape, "parentWorkflowInstanceId", state.ParentInstanceId);
        shape["workflowState"] = WorkflowState(state, workflow);
        shape["status"] = state.Status.ToString();
        shape["subStatus"] = state.SubStatus.ToString();
        shape["isExecuting"] = false;
        Add(shape, "correlationId", state.CorrelationId);
        Add(shape, "name", state.Name);
        shape["incidentCount"] = state.Incidents.Count;
        shape["isSystem"] = false;
        shape["createdAt"] = Times.Iso(state.CreatedAt);
        shape["updatedAt"] = Times.Iso(state.UpdatedAt);
        Add(shape, "finishedAt", Times.Iso(state.FinishedAt));
        return shape;
    }

    public static JsonObject WorkflowState(InstanceState state, CompiledWorkflow? workflow)
    {
        var shape = new JsonObject
        {
            ["id"] = state.Id,
            ["definitionId"] = state.DefinitionId,
            ["definitionVersionId"] = state.DefinitionVersionId,
            ["definitionVersion"] = state.DefinitionVersion,
        };
        Add(shape, "correlationId", state.CorrelationId);
        Add(shape, "parentWorkflowInstanceId", state.ParentInstanceId);
        Add(shape, "name", state.Name);
        shape["status"] = state.Status.ToString();
        shape["subStatus"] = state.SubStatus.ToString();
        shape["isExecuting"] = false;
        shape["bookmarks"] = new JsonArray(state.Bookmarks.Select(Bookmark).ToArray());
        shape["incidents"] = new JsonArray(state.Incidents.Select(Incident).ToArray());
        shape["isSystem"] = false;
        var ended = state.IsFinished && state.SubStatus != InstanceSubStatus.Faulted;
        shape["completionCallbacks"] =
            new JsonArray(ended ? []
            : state.Executions.Where(execution => execution.ParentId is not null).Select(execution => CompletionCallback(execution, workflow))
            .ToArray());
        shape["activityExecutionContexts"] =
            new JsonArray(state.Executions.AsEnumerable().Reverse().Select(execution => Context(execution, state)).ToArray());
        shape["scheduledActivities"] =
            new JsonArray(state.Scheduled.Select(item =>
            (JsonNode)new JsonObject { ["activityNodeId"] = item.NodeId, ["ownerContextId"] = item.OwnerId }).ToArray());
        shape["executionLogSequence"] = state.JournalSequence;
        shape["input"] = new JsonObject();
        shape["output"] = Values(state.Output);
        shape["properties"] = new JsonObject();
        shape["createdAt"] = Times.Iso(state.CreatedAt);
        shape["updatedAt"] = Times.Iso(state.UpdatedAt);
        Add(shape, "finishedAt", Times.Iso(state.FinishedAt));
        return shape;
    }

    static JsonNode Bookmark(Bookmark bookmark)
    {
        var shape = new JsonObject { ["id"] = bookmark.Id, ["name"] = bookmark.Name, ["hash"] = bookmark.Hash };
        if (bookmark.Payload is not null) shape["payload"] = bookmark.Payload.DeepClone();
        shape["activityId"] = bookmark.ActivityId;
        shape["activityNodeId"] = bookmark.NodeId;
        shape["activityInstanceId"] = bookmark.ExecutionId;
        shape["createdAt"] = Times.Iso(bookmark.CreatedAt);
        shape["autoBurn"] = true;
        if (bookmark.DueAt is null) shape["callbackMethodName"] = "CompleteInternalAsync";
        shape["autoComplete"] = true;
        return shape;
    }

    static JsonNode Incident(Incident incident)
    {
        var shape = new JsonObject
        {
            ["activityId"] = incident.ActivityId,
            ["activityNodeId"] = incident.NodeId,
            ["activityType"] = incident.ActivityType,
            ["message"] = incident.Message,
            ["exception"] = new JsonObject { ["type"] = incident.ExceptionType, ["message"] = incident.Message, ["stackTrace"] = Place(incident) },
            ["timestamp"] = Times.Iso(incident.At),
        };
        Add(shape, "property", incident.Property);
        if (incident.Line is { } line) shape["line"] = line;
        return shape;
    }

    /// <summary>Where Elsa has the stack of its own code stands the place in the workflow, which somebody can do something about.</summary>
    public static string Place(Incident incident)
    {
        var property = incident.Property is { } name ? $" in {name}" : "";
        var line = incident.Line is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $":line {number}") : "";
        return $"   at {incident.NodeId}{property}{line}";
    }

    static JsonNode CompletionCallback(ActivityExecution execution, CompiledWorkflow? workflow) => new JsonObject
    {
        ["ownerInstanceId"] = execution.ParentId,
        ["childNodeId"] = execution.NodeId,
        ["methodName"] = workflow?.Find(execution.NodeId)?.Parent?.Activity is Flowchart ? "OnChildCompletedTokenBasedLogicAsync"
            : "OnChildCompletedAsync",
    };

    static JsonNode Context(ActivityExecution execution, InstanceState state)
    {
        var owner = state.FindExecution(execution.ParentId);
        var properties = Properties(execution);
        if (execution.Variables.Count > 0) properties["Variables"] = Values(execution.Variables);
        var shape = new JsonObject { ["id"] = execution.Id, ["callStackDepth"] = execution.Depth };
        Add(shape, "parentContextId", execution.ParentId);
        shape["scheduledActivityNodeId"] = execution.NodeId;
        Add(shape, "ownerActivityNodeId", owner?.NodeId);
        shape["properties"] = properties;
        shape["metadata"] = new JsonObject();
        shape["activityState"] = execution.Inputs.DeepClone();
        shape["dynamicVariables"] = new JsonArray();
        shape["status"] = execution.Status.ToString();
        shape["isExecuting"] = false;
        shape["faultCount"] = execution.FaultCount;
        shape["startedAt"] = Times.Iso(execution.StartedAt);
        return shape;
    }

    /// <summary>What a running activity keeps for itself; a flowchart its tokens.</summary>
    public static JsonObject Properties(ActivityExecution execution)
    {
        var properties = (JsonObject)execution.Properties.DeepClone();
        if (execution.Tokens is { } tokens) properties["Flowchart.Tokens"] = new JsonArray(tokens.Select(Token).ToArray());
        return properties;
    }

    static JsonNode Token(FlowToken token) => new JsonObject
    {
        ["fromActivityId"] = token.From,
        ["fromActivityName"] = token.From,
        ["outcome"] = token.Outcome,
        ["toActivityId"] = token.To,
        ["toActivityName"] = token.To,
        ["consumed"] = token.Consumed,
        ["blocked"] = token.Blocked,
    };

    public static JsonObject Variables(InstanceState state, CompiledWorkflow? workflow)
    {
        var root = state.Executions.Find(execution => execution.ParentId is null);
        var items = new JsonArray();
        foreach (var variable in workflow?.Root.Variables ?? [])
            items.Add(new JsonObject
            {
                ["id"] = variable.Id,
                ["name"] = variable.Name,
                ["value"] = root?.Variables.GetValueOrDefault(variable.Id)?.DeepClone()
            });
        return new JsonObject { ["count"] = items.Count, ["items"] = items };
    }

    static JsonObject Values(Dictionary<string, JsonNode?> source) =>
        new(source.Select(item => KeyValuePair.Create(item.Key, item.Value?.DeepClone())));

    static void Add(JsonObject shape, string name, string? value)
    {
        if (value is not null) shape[name] = value;
    }

    public static InstanceState Read(InstanceRow row) => InstanceDocument.Read(row.Document);
}

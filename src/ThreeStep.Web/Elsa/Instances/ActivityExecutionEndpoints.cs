using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>What each activity of an instance did: the instance viewer's details, projected from the burst records.</summary>
static class ActivityExecutionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("activity-executions/list", (HttpRequest request, DatabaseFile file, DefinitionStore definitions) =>
            List(request, file, definitions, full: true));
        api.MapGet("activity-execution-summaries/list", (HttpRequest request, DatabaseFile file, DefinitionStore definitions) =>
            List(request, file, definitions, full: false));
        api.MapGet("activity-executions/count", Count);
        api.MapGet("activity-executions/by-id", (HttpRequest request, DatabaseFile file, DefinitionStore definitions) =>
            One(request.Query["id"].ToString(), file, definitions));
        api.MapGet("activity-executions/{id}", One);
        api.MapGet("activity-executions/{id}/call-stack", CallStack);
        api.MapGet("workflow-instances/{id}/journal/{activityId}", LastEntry);
    }

    static IResult List(HttpRequest request, DatabaseFile file, DefinitionStore definitions, bool full)
    {
        var instanceId = request.Query["workflowInstanceId"].ToString();
        var items = Matching(request, file, definitions).Select(execution => (JsonNode)execution.Shape(instanceId, full)).ToArray();
        var answer = new JsonObject { ["items"] = new JsonArray(items) };
        answer["count"] = items.Length;
        return JsonAnswer.Of(answer);
    }

    static IResult Count(HttpRequest request, DatabaseFile file, DefinitionStore definitions) =>
        JsonAnswer.Of(new JsonObject { ["count"] = Matching(request, file, definitions).Count() });

    static IEnumerable<ActivityExecutionHistory> Matching(HttpRequest request, DatabaseFile file, DefinitionStore definitions)
    {
        var query = request.Query;
        var (nodeId, activityId) = (query["activityNodeId"].ToString(), query["activityId"].ToString());
        if (query["workflowInstanceId"].ToString() is not { Length: > 0 } instanceId)
            throw RefusalException.Invalid("workflowInstanceId", "Of which instance?");
        if (InstanceEndpoints.ReadJournal(instanceId, file, definitions) is not { } journal) return [];
        return ActivityExecutionHistory.ReadAll(journal).Where(execution =>
            (nodeId.Length == 0 || execution.NodeId == nodeId) && (activityId.Length == 0 || execution.ActivityId == activityId)
            && (!bool.TryParse(query["completed"], out var completed) || execution.CompletedAt is not null == completed));
    }

    static IResult One(string id, DatabaseFile file, DefinitionStore definitions) =>
        Find(id, file, definitions) is var (instanceId, execution, _) ? JsonAnswer.Of(execution.Shape(instanceId, full: true)) : Results.NotFound();

    /// <summary>From the root to the execution, along what scheduled what.</summary>
    static IResult CallStack(string id, DatabaseFile file, DefinitionStore definitions)
    {
        if (Find(id, file, definitions) is not var (instanceId, last, all)) return Results.NotFound();
        var chain = new List<ActivityExecutionHistory>();
        for (var execution = last; execution is not null && chain.Count < all.Count; execution = all.Find(other => other.Id == execution.ScheduledBy))
            chain.Insert(0, execution);
        return JsonAnswer.Of(new JsonObject
        {
            ["activityExecutionId"] = id,
            ["items"] = new JsonArray(chain.Select(execution => (JsonNode)execution.Shape(instanceId, full: true)).ToArray()),
            ["totalCount"] = chain.Count,
        });
    }

    static IResult LastEntry(string id, string activityId, DatabaseFile file, DefinitionStore definitions)
    {
        if (InstanceEndpoints.ReadJournal(id, file, definitions) is not { } journal) throw RefusalException.NotFound("workflow instance", id);
        var (at, entry) = journal.Entries.LastOrDefault(item => journal.ActivityId(item.Entry) == activityId);
        return entry is null ? Results.NotFound() : JsonAnswer.Of(journal.Record(at, entry));
    }

    /// <summary>An execution's id begins with its instance's. Those of a history from before that was so are searched for.</summary>
    static (string InstanceId, ActivityExecutionHistory Execution, List<ActivityExecutionHistory> All)? Find(string id, DatabaseFile file,
        DefinitionStore definitions)
    {
        var instanceId = id.LastIndexOf('-') is > 0 and var end ? id[..end] : InstanceOf(id, file);
        if (instanceId is null || InstanceEndpoints.ReadJournal(instanceId, file, definitions) is not { } journal) return null;
        var all = ActivityExecutionHistory.ReadAll(journal);
        return all.Find(execution => execution.Id == id) is { } found ? (instanceId, found, all) : null;
    }

    static string? InstanceOf(string id, DatabaseFile file)
    {
        if (id.Length == 0) return null;
        using var database = file.Query();
        var mark = $"\"x\":\"{id}\"";
        return database.Bursts.Where(row => row.Document.Contains(mark)).Select(row => row.InstanceId).FirstOrDefault();
    }
}

using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>What each activity of an instance did: the instance viewer's details, projected from the burst records.</summary>
static class ActivityExecutionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("activity-executions/list", (HttpRequest request, ProcessStore store, CompiledDefinitions definitions,
            CancellationToken token) => List(request, store, definitions, full: true, token));
        api.MapGet("activity-execution-summaries/list", (HttpRequest request, ProcessStore store, CompiledDefinitions definitions,
            CancellationToken token) => List(request, store, definitions, full: false, token));
        api.MapGet("activity-executions/count", Count);
        api.MapGet("activity-executions/by-id", (HttpRequest request, ProcessStore store, CompiledDefinitions definitions, CancellationToken token) =>
            One(request.Query["id"].ToString(), request.HttpContext.User, store, definitions, token));
        api.MapGet("activity-executions/{id}", One);
        api.MapGet("activity-executions/{id}/call-stack", CallStack);
        api.MapGet("workflow-instances/{id}/journal/{activityId}", LastEntry);
    }

    static async Task<IResult> List(HttpRequest request, ProcessStore store, CompiledDefinitions definitions, bool full, CancellationToken token)
    {
        var instanceId = request.Query["workflowInstanceId"].ToString();
        var items = (await Matching(request, store, definitions, token))
            .Select(execution => (JsonNode)execution.Shape(instanceId, full)).ToArray();
        var answer = new JsonObject { ["items"] = new JsonArray(items) };
        answer["count"] = items.Length;
        return JsonAnswer.Of(answer);
    }

    static async Task<IResult> Count(HttpRequest request, ProcessStore store, CompiledDefinitions definitions, CancellationToken token) =>
        JsonAnswer.Of(new JsonObject { ["count"] = (await Matching(request, store, definitions, token)).Count() });

    static async Task<IEnumerable<ActivityExecutionHistory>> Matching(HttpRequest request, ProcessStore store, CompiledDefinitions definitions,
        CancellationToken token)
    {
        var query = request.Query;
        var (nodeId, activityId) = (query["activityNodeId"].ToString(), query["activityId"].ToString());
        if (query["workflowInstanceId"].ToString() is not { Length: > 0 } instanceId)
            throw RefusalException.Invalid("workflowInstanceId", "Of which instance?");
        var actor = request.HttpContext.User.Actor();
        if (await InstanceEndpoints.ReadJournal(instanceId, actor, store, definitions, token) is not { } journal) return [];
        return ActivityExecutionHistory.ReadAll(journal).Where(execution =>
            (nodeId.Length == 0 || execution.NodeId == nodeId) && (activityId.Length == 0 || execution.ActivityId == activityId)
            && (!bool.TryParse(query["completed"], out var completed) || execution.CompletedAt is not null == completed));
    }

    static async Task<IResult> One(string id, ClaimsPrincipal caller, ProcessStore store, CompiledDefinitions definitions, CancellationToken token) =>
        await Find(id, caller, store, definitions, token) is var (instanceId, execution, _)
            ? JsonAnswer.Of(execution.Shape(instanceId, full: true))
            : Results.NotFound();

    /// <summary>From the root to the execution, along what scheduled what.</summary>
    static async Task<IResult> CallStack(string id, ClaimsPrincipal caller, ProcessStore store, CompiledDefinitions definitions,
        CancellationToken token)
    {
        if (await Find(id, caller, store, definitions, token) is not var (instanceId, last, all)) return Results.NotFound();
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

    static async Task<IResult> LastEntry(string id, string activityId, ClaimsPrincipal caller, ProcessStore store,
        CompiledDefinitions definitions, CancellationToken token)
    {
        if (await InstanceEndpoints.ReadJournal(id, caller.Actor(), store, definitions, token) is not { } journal)
            throw RefusalException.NotFound("workflow instance", id);
        var (at, entry) = journal.Entries.LastOrDefault(item => journal.ActivityId(item.Entry) == activityId);
        return entry is null ? Results.NotFound() : JsonAnswer.Of(journal.Record(at, entry));
    }

    /// <summary>An execution's id begins with its instance's. Those of a history from before that was so are searched for.</summary>
    static async Task<(string InstanceId, ActivityExecutionHistory Execution, List<ActivityExecutionHistory> All)?> Find(string id,
        ClaimsPrincipal caller, ProcessStore store, CompiledDefinitions definitions, CancellationToken token)
    {
        var instanceId = id.LastIndexOf('-') is > 0 and var end ? id[..end] : await InstanceOf(id, store, token);
        if (instanceId is null) return null;
        if (await InstanceEndpoints.ReadJournal(instanceId, caller.Actor(), store, definitions, token) is not { } journal) return null;
        var all = ActivityExecutionHistory.ReadAll(journal);
        return all.Find(execution => execution.Id == id) is { } found ? (instanceId, found, all) : null;
    }

    static async Task<string?> InstanceOf(string id, ProcessStore store, CancellationToken token)
    {
        if (id.Length == 0) return null;
        await using var database = store.Query();
        var mark = $"\"x\":\"{id}\"";
        return await database.Bursts.Where(row => row.Document.Contains(mark)).Select(row => row.InstanceId).FirstOrDefaultAsync(token);
    }
}

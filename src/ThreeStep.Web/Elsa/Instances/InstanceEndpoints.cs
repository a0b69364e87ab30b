using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>Workflow instances, their journal, variables and statistics.</summary>
static class InstanceEndpoints
{
    const int LargestPage = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("workflow-instances", (HttpRequest request, ProcessStore store, InstanceNames names, CancellationToken token) =>
            List(InstanceFilter.FromQuery(request.Query), request.HttpContext.User, store, names, token));
        api.MapPost("workflow-instances", async (HttpRequest request, ProcessStore store, InstanceNames names, CancellationToken token) =>
            await List(await RequestBody.ReadObject(request), request.HttpContext.User, store, names, token));
        api.MapGet("workflow-instances/{id}", Get).ForThoseWhoSee();
        api.MapDelete("workflow-instances/{id}", Delete).ForThoseWhoMend();
        api.MapPost("bulk-actions/delete/workflow-instances", BulkDelete);
        api.MapPost("bulk-actions/delete/workflow-instances/by-id", BulkDelete);
        api.MapGet("workflow-instances/{id}/execution-state", ExecutionState).ForThoseWhoSee();
        api.MapGet("workflow-instances/{id}/journal",
            (HttpRequest request, string id, ProcessStore store, CompiledDefinitions definitions, CancellationToken token) =>
                Journal(request, id, [], store, definitions, token));
        api.MapPost("workflow-instances/{id}/journal",
            async (HttpRequest request, string id, ProcessStore store, CompiledDefinitions definitions, CancellationToken token) =>
                await Journal(request, id, await RequestBody.ReadObject(request), store, definitions, token));
        api.MapGet("workflow-instances/{id}/variables", Variables).ForThoseWhoSee();
        api.MapPost("workflow-instances/{id}/variables", SetVariables).ForThoseWhoMend();
        api.MapPost("activity-executions/report", Report);
    }

    static async Task<IResult> List(JsonObject filter, ClaimsPrincipal caller, ProcessStore store, InstanceNames names, CancellationToken token)
    {
        await using var database = store.Query();
        var page = Math.Max(0, InstanceFilter.Whole(filter, "page") ?? 0);
        var size = Math.Clamp(InstanceFilter.Whole(filter, "pageSize") ?? 25, 1, LargestPage);
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        var (rows, total) = await InstanceList.Page(database, access, names, filter, page, size, token);
        var items = rows.Select(row => (JsonNode)InstanceShape.Summary(row)).ToArray();
        return JsonAnswer.Of(new JsonObject { ["items"] = new JsonArray(items), ["totalCount"] = total });
    }

    static IResult Get(string id, EngineReader reader, CompiledDefinitions definitions) =>
        reader.LoadInstance(id) is var (_, state) ? JsonAnswer.Of(InstanceShape.Full(state, definitions.FindVersion(state.DefinitionVersionId)))
            : Results.NotFound();

    static IResult ExecutionState(string id, EngineReader reader) =>
        reader.LoadInstance(id) is var (_, state)
            ? JsonAnswer.Of(new JsonObject
            {
                ["status"] = state.Status.ToString(),
                ["subStatus"] = state.SubStatus.ToString(),
                ["updatedAt"] = Times.Iso(state.UpdatedAt)
            })
            : Results.NotFound();

    static async Task<IResult> Journal(HttpRequest request, string id, JsonObject body, ProcessStore store, CompiledDefinitions definitions,
        CancellationToken token)
    {
        if (await ReadJournal(id, request.HttpContext.User.Actor(), store, definitions, token) is not { } journal)
            throw RefusalException.NotFound("workflow instance", id);
        var filter = body.Object("filter") ?? body;
        var (ids, nodeIds, excluded, events) =
            (InstanceFilter.Texts(filter, "activityIds"), InstanceFilter.Texts(filter, "activityNodeIds"),
            InstanceFilter.Texts(filter, "excludedActivityTypes"), InstanceFilter.Texts(filter, "eventNames"));
        var rows = journal.Entries.Where(item =>
            (ids.Count == 0 || ids.Contains(journal.ActivityId(item.Entry))) && (nodeIds.Count == 0 || nodeIds.Contains(item.Entry.NodeId)) &&
            (events.Count == 0 || events.Contains(item.Entry.Event))
                && (excluded.Count == 0 || !excluded.Contains(journal.Node(item.Entry)?.TypeName ?? ""))).ToList();
        var query = request.Query;
        var take = Number(query["take"]) ?? Number(query["pageSize"]) ?? 100;
        var skip = Number(query["skip"]) ?? (Number(query["page"]) ?? 0) * take;
        return JsonAnswer.Of(new JsonObject
        {
            ["items"] = new JsonArray(rows.Skip(skip).Take(take).Select(item => (JsonNode)journal.Row(item.At, item.Entry)).ToArray()),
            ["totalCount"] = rows.Count,
        });
    }

    static IResult Variables(string id, EngineReader reader, CompiledDefinitions definitions) =>
        reader.LoadInstance(id) is var (_, state) ? JsonAnswer.Of(InstanceShape.Variables(state, definitions.FindVersion(state.DefinitionVersionId)))
            : Results.NotFound();

    static async Task<IResult> SetVariables(HttpRequest request, string id, WorkflowRuntime runtime, EngineReader reader,
        CompiledDefinitions definitions)
    {
        var body = await RequestBody.ReadObject(request);
        var values = body.Array("variables")?.OfType<JsonObject>().Where(item => item.Text("id") is not null)
            .ToDictionary(item => item.Text("id")!, item => item["value"]?.DeepClone())
            ?? throw RefusalException.Invalid("variables", "Which variables are to be set?");
        if (reader.LoadInstance(id) is null) return Results.NotFound();
        await runtime.Deliver(id, new Stimulus.SetVariables(values, request.HttpContext.User.UserId()));
        return Variables(id, reader, definitions);
    }

    static async Task<IResult> Report(HttpRequest request, ProcessStore store, CompiledDefinitions definitions, CancellationToken token)
    {
        var body = await RequestBody.ReadObject(request);
        var id = body.Text("workflowInstanceId") ?? throw RefusalException.Invalid("workflowInstanceId", "Of which instance?");
        if (await ReadJournal(id, request.HttpContext.User.Actor(), store, definitions, token) is not { } journal)
            throw RefusalException.NotFound("workflow instance", id);
        return JsonAnswer.Of(new JsonObject
        {
            ["stats"] =
            new JsonArray(InstanceFilter.Texts(body, "activityNodeIds").Select(nodeId => (JsonNode)journal.Statistics(nodeId)).ToArray())
        });
    }

    static async Task<IResult> Delete(string id, ClaimsPrincipal caller, WorkflowRuntime runtime) =>
        await Remove(runtime, caller, [id]) > 0 ? Results.NoContent() : Results.NotFound();

    static async Task<IResult> BulkDelete(HttpRequest request, ClaimsPrincipal caller, WorkflowRuntime runtime, ProcessStore store,
        CancellationToken token)
    {
        var body = await RequestBody.ReadObject(request);
        var ids = InstanceFilter.Texts(body, "ids");
        var definitionIds = InstanceFilter.Texts(body, "workflowDefinitionIds", "workflowDefinitionId");
        if (ids.Count == 0 && definitionIds.Count > 0)
        {
            await using var database = store.Query();
            ids = await database.Instances.Where(row => definitionIds.Contains(row.DefinitionId)).Select(row => row.Id).ToListAsync(token);
        }
        request.HttpContext.RequireMending(ids);
        return JsonAnswer.Of(new JsonObject { ["deleted"] = await Remove(runtime, caller, ids) });
    }

    /// <summary>
    /// Removes instances with their waits and their history; those whose tasks are withdrawn with it are told that somebody deleted the workflow.
    /// </summary>
    static async Task<int> Remove(WorkflowRuntime runtime, ClaimsPrincipal caller, List<string> ids)
    {
        foreach (var id in ids) await runtime.Deliver(id, new Stimulus.Cancel(caller.UserId() ?? "server", "已删除 · deleted"));
        return await runtime.Write(transaction =>
        {
            var database = transaction.Database;
            var removed = database.Instances.Where(row => ids.Contains(row.Id)).ExecuteDelete();
            database.Bookmarks.Where(row => ids.Contains(row.InstanceId)).ExecuteDelete();
            database.Bursts.Where(row => ids.Contains(row.InstanceId)).ExecuteDelete();
            foreach (var id in ids) transaction.Audit(caller.UserId(), WorkflowAudit.InstanceDeleted, id);
            return removed;
        });
    }

    /// <returns>Null where there is no such instance, or the reader does not see it.</returns>
    internal static async Task<JournalShape?> ReadJournal(string id, Actor reader, ProcessStore store, CompiledDefinitions definitions,
        CancellationToken token)
    {
        if (!InstanceGate.Sees(reader, store, id)) return null;
        await using var database = store.Query();
        return await database.Instances.FirstOrDefaultAsync(row => row.Id == id, token) is { } row
            ? new JournalShape(InstanceShape.Read(row), definitions.FindVersion(row.DefinitionVersionId),
                await database.Bursts.Where(burst => burst.InstanceId == id).OrderBy(burst => burst.Sequence).ToListAsync(token))
            : null;
    }

    static int? Number(string? text) => int.TryParse(text, out var number) && number >= 0 ? number : null;
}

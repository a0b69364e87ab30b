using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa;

/// <summary>Workflow instances, their journal, variables and statistics.</summary>
static class InstanceEndpoints
{
    const int LargestPage = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("workflow-instances", (HttpRequest request, DatabaseFile file) => List(FromQuery(request.Query), file));
        api.MapPost("workflow-instances", async (HttpRequest request, DatabaseFile file) => List(await RequestBody.ReadObject(request), file));
        api.MapGet("workflow-instances/{id}", Get);
        api.MapDelete("workflow-instances/{id}", Delete);
        api.MapPost("bulk-actions/delete/workflow-instances", BulkDelete);
        api.MapGet("workflow-instances/{id}/execution-state", ExecutionState);
        api.MapGet("workflow-instances/{id}/journal", (HttpRequest request, string id, DatabaseFile file, DefinitionStore definitions) => Journal(request, id, [], file, definitions));
        api.MapPost("workflow-instances/{id}/journal", async (HttpRequest request, string id, DatabaseFile file, DefinitionStore definitions) => Journal(request, id, await RequestBody.ReadObject(request), file, definitions));
        api.MapGet("workflow-instances/{id}/variables", Variables);
        api.MapPost("workflow-instances/{id}/variables", SetVariables);
        api.MapPost("activity-executions/report", Report);
    }

    static IResult List(JsonObject filter, DatabaseFile file)
    {
        using var database = file.Query();
        var rows = Filtered(database.Instances, filter);
        var page = Math.Max(0, Whole(filter, "page") ?? 0);
        var size = Math.Clamp(Whole(filter, "pageSize") ?? 25, 1, LargestPage);
        var total = rows.Count();
        var ascending = filter.Text("orderDirection") == "Ascending";
        IQueryable<InstanceRow> ordered = (filter.Text("orderBy"), ascending) switch
        {
            ("Name", true) => rows.OrderBy(row => row.Name),
            ("Name", false) => rows.OrderByDescending(row => row.Name),
            ("UpdatedAt" or "LastExecuted", true) => rows.OrderBy(row => row.UpdatedAt),
            ("UpdatedAt" or "LastExecuted", false) => rows.OrderByDescending(row => row.UpdatedAt),
            ("Finished" or "FinishedAt", true) => rows.OrderBy(row => row.FinishedAt),
            ("Finished" or "FinishedAt", false) => rows.OrderByDescending(row => row.FinishedAt),
            (_, true) => rows.OrderBy(row => row.CreatedAt),
            _ => rows.OrderByDescending(row => row.CreatedAt),
        };
        var items = ordered.Skip(page * size).Take(size).AsEnumerable().Select(row => (JsonNode)InstanceShape.Summary(row)).ToArray();
        return JsonAnswer.Of(new JsonObject { ["items"] = new JsonArray(items), ["totalCount"] = total });
    }

    static IQueryable<InstanceRow> Filtered(IQueryable<InstanceRow> rows, JsonObject filter)
    {
        var definitionIds = Texts(filter, "definitionIds", "definitionId");
        var statuses = Texts(filter, "statuses", "status");
        var subStatuses = Texts(filter, "subStatuses", "subStatus");
        if (definitionIds.Count == 1) rows = rows.Where(row => row.DefinitionId == definitionIds[0]);
        else if (definitionIds.Count > 1) rows = rows.Where(row => definitionIds.Contains(row.DefinitionId));
        if (statuses.Count > 0) rows = rows.Where(row => statuses.Contains(row.Status));
        if (subStatuses.Count > 0) rows = rows.Where(row => subStatuses.Contains(row.SubStatus));
        if (filter.Text("correlationId") is { Length: > 0 } correlationId) rows = rows.Where(row => row.CorrelationId == correlationId);
        if (filter.Text("name") is { Length: > 0 } name) rows = rows.Where(row => row.Name == name);
        if (filter.Number("version") is { } version) rows = rows.Where(row => row.DefinitionVersion == version);
        if (filter["hasIncidents"] is JsonValue flag && bool.TryParse(flag.ToString(), out var hasIncidents)) rows = rows.Where(row => row.IncidentCount > 0 == hasIncidents);
        if (filter.Text("searchTerm") is { Length: > 0 } term)
            rows = rows.Where(row => row.Id == term || row.DefinitionId.Contains(term) || row.CorrelationId == term || (row.Name != null && row.Name.Contains(term)));
        foreach (var limit in filter.Array("timestampFilters")?.OfType<JsonObject>() ?? []) rows = ByTime(rows, limit);
        return rows;
    }

    static IQueryable<InstanceRow> ByTime(IQueryable<InstanceRow> rows, JsonObject filter)
    {
        if (!DateTimeOffset.TryParse(filter.Text("timestamp"), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time))
            throw ApiException.Invalid("timestampFilters.timestamp", "The timestamp is not an ISO 8601 time.");
        return (filter.Text("column"), filter.Text("operator")) switch
        {
            ("CreatedAt", "GreaterThan") => rows.Where(row => row.CreatedAt > time),
            ("CreatedAt", "GreaterThanOrEqual") => rows.Where(row => row.CreatedAt >= time),
            ("CreatedAt", "LessThan") => rows.Where(row => row.CreatedAt < time),
            ("CreatedAt", "LessThanOrEqual") => rows.Where(row => row.CreatedAt <= time),
            ("UpdatedAt", "GreaterThan") => rows.Where(row => row.UpdatedAt > time),
            ("UpdatedAt", "GreaterThanOrEqual") => rows.Where(row => row.UpdatedAt >= time),
            ("UpdatedAt", "LessThan") => rows.Where(row => row.UpdatedAt < time),
            ("UpdatedAt", "LessThanOrEqual") => rows.Where(row => row.UpdatedAt <= time),
            ("FinishedAt", "GreaterThan") => rows.Where(row => row.FinishedAt > time),
            ("FinishedAt", "GreaterThanOrEqual") => rows.Where(row => row.FinishedAt >= time),
            ("FinishedAt", "LessThan") => rows.Where(row => row.FinishedAt < time),
            ("FinishedAt", "LessThanOrEqual") => rows.Where(row => row.FinishedAt <= time),
            _ => throw ApiException.Invalid("timestampFilters", "Use the columns CreatedAt, UpdatedAt or FinishedAt with GreaterThan, GreaterThanOrEqual, LessThan or LessThanOrEqual."),
        };
    }

    static IResult Get(string id, EngineReader reader, DefinitionStore definitions) =>
        reader.LoadInstance(id) is var (_, state) ? JsonAnswer.Of(InstanceShape.Full(state, definitions.FindVersion(state.DefinitionVersionId))) : Results.NotFound();

    static IResult ExecutionState(string id, EngineReader reader) =>
        reader.LoadInstance(id) is var (_, state)
            ? JsonAnswer.Of(new JsonObject { ["status"] = state.Status.ToString(), ["subStatus"] = state.SubStatus.ToString(), ["updatedAt"] = Times.Iso(state.UpdatedAt) })
            : Results.NotFound();

    static IResult Journal(HttpRequest request, string id, JsonObject body, DatabaseFile file, DefinitionStore definitions)
    {
        if (ReadJournal(id, file, definitions) is not { } journal) throw ApiException.NotFound("workflow instance", id);
        var filter = body.Object("filter") ?? body;
        var (ids, nodeIds, excluded, events) = (Texts(filter, "activityIds"), Texts(filter, "activityNodeIds"), Texts(filter, "excludedActivityTypes"), Texts(filter, "eventNames"));
        var rows = journal.Entries.Where(item =>
            (ids.Count == 0 || ids.Contains(journal.ActivityId(item.Entry))) && (nodeIds.Count == 0 || nodeIds.Contains(item.Entry.NodeId)) &&
            (events.Count == 0 || events.Contains(item.Entry.Event)) && (excluded.Count == 0 || !excluded.Contains(journal.Node(item.Entry)?.TypeName ?? ""))).ToList();
        var query = request.Query;
        var take = Number(query["take"]) ?? Number(query["pageSize"]) ?? 100;
        var skip = Number(query["skip"]) ?? (Number(query["page"]) ?? 0) * take;
        return JsonAnswer.Of(new JsonObject
        {
            ["items"] = new JsonArray(rows.Skip(skip).Take(take).Select(item => (JsonNode)journal.Row(item.At, item.Entry)).ToArray()),
            ["totalCount"] = rows.Count,
        });
    }

    static IResult Variables(string id, EngineReader reader, DefinitionStore definitions) =>
        reader.LoadInstance(id) is var (_, state) ? JsonAnswer.Of(InstanceShape.Variables(state, definitions.FindVersion(state.DefinitionVersionId))) : Results.NotFound();

    static async Task<IResult> SetVariables(HttpRequest request, string id, WorkflowRuntime runtime, EngineReader reader, DefinitionStore definitions)
    {
        var body = await RequestBody.ReadObject(request);
        var values = body.Array("variables")?.OfType<JsonObject>().Where(item => item.Text("id") is not null).ToDictionary(item => item.Text("id")!, item => item["value"]?.DeepClone())
            ?? throw ApiException.Invalid("variables", "Which variables are to be set?");
        if (reader.LoadInstance(id) is null) return Results.NotFound();
        await runtime.Deliver(id, new Stimulus.SetVariables(values));
        return Variables(id, reader, definitions);
    }

    static async Task<IResult> Report(HttpRequest request, DatabaseFile file, DefinitionStore definitions)
    {
        var body = await RequestBody.ReadObject(request);
        var id = body.Text("workflowInstanceId") ?? throw ApiException.Invalid("workflowInstanceId", "Of which instance?");
        if (ReadJournal(id, file, definitions) is not { } journal) throw ApiException.NotFound("workflow instance", id);
        return JsonAnswer.Of(new JsonObject { ["stats"] = new JsonArray(Texts(body, "activityNodeIds").Select(nodeId => (JsonNode)journal.Statistics(nodeId)).ToArray()) });
    }

    static async Task<IResult> Delete(string id, WorkflowRuntime runtime) => await Remove(runtime, [id]) > 0 ? Results.NoContent() : Results.NotFound();

    static async Task<IResult> BulkDelete(HttpRequest request, WorkflowRuntime runtime)
    {
        var body = await RequestBody.ReadObject(request);
        return JsonAnswer.Of(new JsonObject { ["deleted"] = await Remove(runtime, Texts(body, "ids")) });
    }

    /// <summary>Removes instances with their waits and their history; running ones are cancelled first, so that their tasks are withdrawn.</summary>
    static async Task<int> Remove(WorkflowRuntime runtime, List<string> ids)
    {
        foreach (var id in ids) await runtime.Deliver(id, new Stimulus.Cancel());
        var removed = 0;
        await runtime.Change(database =>
        {
            removed = database.Instances.Where(row => ids.Contains(row.Id)).ExecuteDelete();
            database.Bookmarks.Where(row => ids.Contains(row.InstanceId)).ExecuteDelete();
            database.Bursts.Where(row => ids.Contains(row.InstanceId)).ExecuteDelete();
            return [];
        });
        return removed;
    }

    internal static JournalShape? ReadJournal(string id, DatabaseFile file, DefinitionStore definitions)
    {
        using var database = file.Query();
        var versionId = database.Instances.Where(row => row.Id == id).Select(row => row.DefinitionVersionId).FirstOrDefault();
        return versionId is null ? null : new JournalShape(id, definitions.FindVersion(versionId), database.Bursts.Where(row => row.InstanceId == id).OrderBy(row => row.Sequence).ToList());
    }

    /// <summary>A query string as the filter body of the POST route.</summary>
    static JsonObject FromQuery(IQueryCollection query)
    {
        var filter = new JsonObject();
        foreach (var (name, values) in query)
        {
            var key = char.ToLowerInvariant(name[0]) + name[1..];
            filter[key] = key.EndsWith('s') && key != "hasIncidents" ? new JsonArray(values.Select(value => (JsonNode?)value).ToArray())
                : int.TryParse(values[0], out var number) ? number : values[0];
        }
        return filter;
    }

    static List<string> Texts(JsonObject source, string listName, string? singleName = null)
    {
        if (source[listName] is JsonArray list) return list.Select(item => item?.ToString() ?? "").Where(text => text != "").ToList();
        return (source.Text(listName) ?? (singleName is null ? null : source.Text(singleName))) is { Length: > 0 } single ? [single] : [];
    }

    static int? Whole(JsonObject filter, string name) =>
        filter[name] is null ? null : filter.Number(name) ?? throw ApiException.Invalid(name, $"The {name} must be a whole number.");

    static int? Number(string? text) => int.TryParse(text, out var number) && number >= 0 ? number : null;
}

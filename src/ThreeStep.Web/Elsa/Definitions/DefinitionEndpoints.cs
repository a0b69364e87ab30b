using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Definitions;

/// <summary>Workflow definitions: save, publish, versions, lists, import and export.</summary>
static class DefinitionEndpoints
{
    const int LargestPage = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("workflow-definitions", List);
        api.MapPost("workflow-definitions", Save);
        api.MapGet("workflow-definitions/{definitionId}", Get);
        api.MapGet("workflow-definitions/by-definition-id/{definitionId}", Get);
        api.MapGet("workflow-definitions/by-id/{id}", GetVersion);
        api.MapGet("workflow-definitions/many-by-id", GetMany);
        api.MapGet("workflow-definitions/{definitionId}/versions", Versions);
        api.MapGet("workflow-definitions/{definitionId}/consumers", Consumers);
        api.MapMethods("workflow-definitions/{definitionId}/export", ["GET", "POST"], Export);
        api.MapMethods("workflow-definitions/import", ["POST", "PUT"], Import);
        api.MapMethods("workflow-definitions/{definitionId}/import", ["POST", "PUT"], Import);
        api.MapPost("workflow-definitions/{definitionId}/publish", Publish);
        api.MapPost("workflow-definitions/{definitionId}/retract", Retract);
        api.MapDelete("workflow-definitions/{definitionId}", Delete);
        api.MapGet("workflow-definitions/query/count", Count);
        api.MapGet("workflow-definitions/validation/is-name-unique", IsNameUnique);
    }

    static async Task<IResult> List(HttpRequest request, ProcessStore store, DefinitionShape shape, CancellationToken token)
    {
        var query = request.Query;
        await using var database = store.Query();
        var rows = database.Definitions.AsQueryable();
        rows = query["versionOptions"].ToString() switch
        {
            "Published" => rows.Where(row => row.IsPublished),
            "LatestOrPublished" or "LatestAndPublished" => rows.Where(row => row.IsLatest || row.IsPublished),
            "Draft" => rows.Where(row => row.IsLatest && !row.IsPublished),
            "AllVersions" => rows,
            "" when query.ContainsKey("ids") => rows,
            _ => rows.Where(row => row.IsLatest),
        };
        var definitionIds = Texts(query, "definitionIds");
        var ids = Texts(query, "ids");
        if (definitionIds.Count > 0) rows = rows.Where(row => definitionIds.Contains(row.DefinitionId));
        if (ids.Count > 0) rows = rows.Where(row => ids.Contains(row.Id));
        if (query["searchTerm"].ToString() is { Length: > 0 } term)
            rows = rows.Where(row => row.Id == term || row.DefinitionId.Contains(term) || row.Model.Contains(term));
        var descending = query["orderDirection"].ToString() == "Descending";
        IQueryable<DefinitionRow> ordered = (query["orderBy"].ToString(), descending) switch
        {
            ("Name", true) => rows.OrderByDescending(row => row.Name),
            ("Name", false) => rows.OrderBy(row => row.Name),
            ("Version", true) => rows.OrderByDescending(row => row.Version),
            ("Version", false) => rows.OrderBy(row => row.Version),
            // When a definition was made first: a new version does not move it in the list.
            (_, true) =>
                rows.OrderByDescending(row =>
                database.Definitions.Where(other => other.DefinitionId == row.DefinitionId).Min(other => other.CreatedAt))
                .ThenBy(row => row.DefinitionId),
            _ =>
                rows.OrderBy(row => database.Definitions.Where(other => other.DefinitionId == row.DefinitionId).Min(other => other.CreatedAt))
                .ThenBy(row => row.DefinitionId),
        };
        var size = Math.Clamp(int.TryParse(query["pageSize"], out var asked) ? asked : LargestPage, 1, LargestPage);
        var page = int.TryParse(query["page"], out var number) ? Math.Max(0, number) : 0;
        var items = (await ordered.Skip(page * size).Take(size).ToListAsync(token))
            .Select(row => (JsonNode)shape.Summary(row.ToDefinition())).ToArray();
        var total = await rows.CountAsync(token);
        return JsonAnswer.Of(new JsonObject { ["items"] = new JsonArray(items), ["totalCount"] = total, ["links"] = ListLinks() });
    }

    static async Task<IResult> Save(HttpRequest request, DefinitionStore definitions, DefinitionShape shape)
    {
        var body = await RequestBody.ReadObject(request);
        var model = body.Object("model") ?? throw RefusalException.Invalid("model", "The definition is missing.");
        return await Saved(request, await definitions.Save(shape.Incoming(model), body.Flag("publish"), expectedRevision: ExpectedRevision(request),
            by: request.HttpContext.User.UserId(), comment: GivenReason.Comment(request, body)), shape, definitions);
    }

    static async Task<IResult> Import(HttpRequest request, DefinitionStore definitions, DefinitionShape shape)
    {
        var model = await RequestBody.ReadObject(request);
        if (request.RouteValues["definitionId"] is string definitionId) model["definitionId"] = definitionId;
        var saved = await definitions.Save(shape.Incoming(model), model.Flag("isPublished"), by: request.HttpContext.User.UserId(),
            comment: GivenReason.Comment(request, null));
        return Refusal(request, saved) ?? JsonAnswer.Of(shape.Full(saved.Definition));
    }

    static async Task<IResult> Publish(HttpRequest request, string definitionId, DefinitionStore definitions, DefinitionShape shape) =>
        await definitions.Publish(definitionId, request.HttpContext.User.UserId(),
            comment: GivenReason.Comment(request, await RequestBody.ReadObject(request))) is { } saved
            ? await Saved(request, saved, shape, definitions) : Results.NotFound();

    static async Task<IResult> Saved(HttpRequest request, SavedDefinition saved, DefinitionShape shape, DefinitionStore definitions)
    {
        Mark(request, saved.Definition);
        var findings = saved.Findings.Select(finding => (JsonNode)FindingShape.Of(finding, request));
        return Refusal(request, saved) ?? JsonAnswer.Of(new JsonObject
        {
            ["workflowDefinition"] = shape.Full(saved.Definition),
            ["alreadyPublished"] = saved.AlreadyPublished,
            ["consumingWorkflowCount"] = (await definitions.Consumers(saved.Definition)).Count,
            ["validationErrors"] = new JsonArray((HeldBack(request, saved) is { } held
                ? findings.Prepend(new JsonObject { ["message"] = held, ["severity"] = "Warning" }) : findings).ToArray()),
        }, saved.HeldBack is null ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    /// <summary>Why it is not published yet, in the caller's language.</summary>
    internal static string? HeldBack(HttpRequest request, SavedDefinition saved) =>
        saved.HeldBack is { } held ? Web.Texts.Texts.In(ReaderLanguage.Of(request), held) : null;

    /// <summary>
    /// The answer to a publishing that the checks stopped: each error with its activity and what to do. The draft is saved all the same.
    /// </summary>
    internal static IResult? Refusal(HttpRequest request, SavedDefinition saved)
    {
        var errors = saved.Errors.Select(finding => FindingShape.Text(finding, request)).ToList();
        return errors.Count == 0 ? null
            : Problems.Of(StatusCodes.Status400BadRequest, string.Join('\n', errors),
            new JsonObject { ["root"] = new JsonArray(errors.Select(error => (JsonNode)error).ToArray()) });
    }

    /// <summary>The content's revision goes out as ETag and comes back as If-Match, so that a second editor does not overwrite the first.</summary>
    static void Mark(HttpRequest request, WorkflowDefinition definition) =>
        request.HttpContext.Response.Headers.ETag = $"\"{DefinitionStore.RevisionOf(definition)}\"";

    static string? ExpectedRevision(HttpRequest request) =>
        request.Headers.IfMatch.ToString() is { Length: > 0 } mark and not "*" ? mark.Trim('"') : null;

    static async Task<IResult> Retract(HttpRequest request, string definitionId, DefinitionStore definitions, DefinitionShape shape)
    {
        if (await definitions.Find(definitionId) is null) return Results.NotFound();
        var retracted = await definitions.Retract(definitionId, request.HttpContext.User.UserId())
            ?? throw RefusalException.Invalid("definitionId", $"The workflow '{definitionId}' is not published.");
        Mark(request, retracted);
        return JsonAnswer.Of(shape.Full(retracted));
    }

    static async Task<IResult> Get(HttpRequest request, string definitionId, DefinitionStore definitions, DefinitionShape shape,
        ProcessStore store, CancellationToken token)
    {
        if (await definitions.Find(definitionId, request.Query["versionOptions"], token) is not { } definition) return Results.NotFound();
        Mark(request, definition);
        return JsonAnswer.Of(Offered(request, store, shape.Full(definition)));
    }

    /// <summary>With the links that the caller may follow: without the one to publish, Studio shows a workflow to look at only.</summary>
    static JsonObject Offered(HttpRequest request, ProcessStore store, JsonObject shape)
    {
        using var database = store.Query();
        var rights = WorkflowRights.Of(request.HttpContext.User.Actor(), database);
        bool May(WorkflowRight right) => rights.Allows(shape.Text("definitionId")!, right);
        var mayChange = May(WorkflowRight.Edit) || May(WorkflowRight.Publish);
        shape.Array("links")?.RemoveAll(link => link?["rel"]?.ToString() switch
        {
            "publish" or "retract" or "delete" or "import" or "update-references" => !mayChange,
            "execute" or "dispatch" or "bulk-dispatch" => !May(WorkflowRight.Start),
            _ => false,
        });
        return shape;
    }

    static IResult GetVersion(string id, CompiledDefinitions definitions, DefinitionShape shape) =>
        definitions.FindVersion(id) is { } version ? JsonAnswer.Of(shape.Full(version.Definition)) : Results.NotFound();

    static IResult GetMany(HttpRequest request, CompiledDefinitions definitions, DefinitionShape shape)
    {
        var found = Texts(request.Query, "ids").Select(id => definitions.FindVersion(id)).Where(workflow => workflow is not null)
            .Select(workflow => (JsonNode)shape.Full(workflow!.Definition)).ToArray();
        return JsonAnswer.Of(new JsonObject { ["items"] = new JsonArray(found), ["count"] = found.Length });
    }

    static async Task<IResult> Versions(string definitionId, DefinitionStore definitions, DefinitionShape shape, CancellationToken token) =>
        JsonAnswer.Of(new JsonArray((await definitions.Versions(definitionId, token))
            .Select(definition => (JsonNode)shape.Stored(definition)).ToArray()));

    static async Task<IResult> Consumers(string definitionId, DefinitionStore definitions, CancellationToken token) =>
        await definitions.Find(definitionId, token: token) is { } definition
            ? JsonAnswer.Of(new JsonObject
            {
                ["consumingWorkflowDefinitionIds"] =
                new JsonArray((await definitions.Consumers(definition, token)).Select(id => (JsonNode)id).ToArray())
            })
            : Results.NotFound();

    /// <summary>One JSON file; with its consumers asked for, a ZIP of all.</summary>
    static async Task<IResult> Export(HttpRequest request, string definitionId, DefinitionStore definitions, DefinitionShape shape)
    {
        var body = await RequestBody.ReadObject(request);
        if (await definitions.Find(definitionId, body.Text("versionOptions") ?? request.Query["versionOptions"]) is not { } definition)
            return Results.NotFound();
        if (!body.Flag("includeConsumingWorkflows") && request.Query["includeConsumingWorkflows"] != "true")
            return Results.File(JsonSerializer.SerializeToUtf8Bytes(shape.Export(definition), Json.Indented), "application/json",
                FileName(definition));
        var all = new List<WorkflowDefinition> { definition };
        foreach (var id in await definitions.Consumers(definition))
            if (await definitions.Find(id) is { } consumer) all.Add(consumer);
        return Results.File(DefinitionArchive.Write(all.Select(item => (FileName(item), shape.Export(item)))), "application/zip",
            "workflow-definitions.zip");
    }

    internal static string FileName(WorkflowDefinition definition) => $"workflow-definition-{definition.DefinitionId}.json";

    static async Task<IResult> Delete(string definitionId, ClaimsPrincipal caller, DefinitionDeletion deletion) =>
        await deletion.Delete([definitionId], caller.UserId()) > 0 ? Results.NoContent() : Results.NotFound();

    static async Task<IResult> Count(ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return JsonAnswer.Of(new JsonObject { ["count"] = await database.Definitions.CountAsync(row => row.IsLatest, token) });
    }

    static async Task<IResult> IsNameUnique(HttpRequest request, ProcessStore store, CancellationToken token)
    {
        var name = request.Query["name"].ToString();
        var definitionId = request.Query["definitionId"].ToString();
        await using var database = store.Query();
        var isTaken = await database.Definitions.AnyAsync(row => row.IsLatest && row.Name == name && row.DefinitionId != definitionId, token);
        return JsonAnswer.Of(new JsonObject { ["isUnique"] = !isTaken });
    }

    static List<string> Texts(IQueryCollection query, string name) =>
        query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).ToList();

    static JsonArray ListLinks() => new((
        from link in ((string Rel, string Path, string Method)[])
        [
            ("self", "/workflow-definitions", "GET"), ("is-name-unique", "/workflow-definitions/validation/is-name-unique", "GET"),
                ("count", "/workflow-definitions/query/count", "GET"),
            ("many-by-id", "/workflow-definitions/many-by-id", "GET"),
                ("bulk-delete-by-definition-id", "/bulk-actions/delete/workflow-definitions/by-definition-id", "POST"),
            ("bulk-delete-by-id", "/bulk-actions/delete/workflow-definitions/by-id", "POST"),
                ("bulk-publish", "/bulk-actions/publish/workflow-definitions/by-definition-ids", "POST"),
            ("bulk-retract", "/bulk-actions/retract/workflow-definitions/by-definition-ids", "POST"),
                ("import", "/workflow-definitions/import", "POST"),
            ("import-files", "/workflow-definitions/import-files", "POST"), ("create", "/workflow-definitions", "POST"),
        ]
        select (JsonNode)new JsonObject { ["href"] = link.Path, ["rel"] = link.Rel, ["method"] = link.Method }).ToArray());
}

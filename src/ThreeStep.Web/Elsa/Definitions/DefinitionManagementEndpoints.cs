using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Definitions;

/// <summary>What is done to several definitions or to one version: bulk actions, revert, delete, import of files, parts of a definition.</summary>
static class DefinitionManagementEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("workflow-definitions/subgraph/{id}", Subgraph);
        api.MapGet("workflow-definitions/subgraph/segments/{id}", Segments);
        api.MapPost("workflow-definitions/{definitionId}/revert/{version:int}", Revert);
        api.MapDelete("workflow-definitions/{definitionId}/version/{version:int}",
            async (string definitionId, int version, ClaimsPrincipal caller, DefinitionStore definitions, DefinitionDeletion deletion) =>
            await DeleteVersions(deletion, caller,
                await definitions.Find(definitionId, version.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } found
                    ? [found.Id] : []));
        api.MapDelete("workflow-definition-versions/{id}", (string id, ClaimsPrincipal caller, DefinitionDeletion deletion) =>
            DeleteVersions(deletion, caller, [id]));
        api.MapPost("workflow-definitions/import-files", ImportFiles);
        api.MapMethods("bulk-actions/export/workflow-definitions", ["GET", "POST"], BulkExport);
        api.MapPost("bulk-actions/delete/workflow-definitions/by-definition-id", BulkDelete);
        api.MapPost("bulk-actions/delete/workflow-definitions/by-id", BulkDeleteVersions);
        api.MapPost("bulk-actions/publish/workflow-definitions/by-definition-ids", BulkPublish);
        api.MapPost("bulk-actions/retract/workflow-definitions/by-definition-ids", BulkRetract);
        api.MapPost("actions/workflow-definitions/refresh", Refresh);
        api.MapPost("actions/workflow-definitions/reload", Reload);
        api.MapPost("workflow-definitions/{definitionId}/update-references", UpdateReferences);
    }

    /// <summary>
    /// Definitions are read from the database whenever they are needed: there is no other copy that could be stale, so it only says which are
    /// published.
    /// </summary>
    static async Task<IResult> Refresh(HttpRequest request, CompiledDefinitions definitions, ProcessStore store, CancellationToken token)
    {
        var asked = (await RequestBody.ReadObject(request)).Array("definitionIds")?.Select(id => id?.ToString() ?? "").ToList();
        await using var database = store.Query();
        asked ??= await database.Definitions.Where(row => row.IsPublished).Select(row => row.DefinitionId).Order().ToListAsync(token);
        var found = asked.ToLookup(id => definitions.FindPublished(id) is not null);
        return JsonAnswer.Of(new JsonObject { ["refreshed"] = Listed(found[true]), ["notFound"] = Listed(found[false]) });
    }

    /// <summary>Reads the workflow files again, as a start does.</summary>
    static async Task<IResult> Reload(WorkflowFiles files, Installation installation)
    {
        await files.Load(installation.WorkflowFolder);
        return Results.Ok();
    }

    static async Task<IResult> UpdateReferences(string definitionId, ClaimsPrincipal caller, DefinitionStore definitions) =>
        await definitions.Find(definitionId) is { } definition
        ? JsonAnswer.Of(new JsonObject { ["affectedWorkflows"] = Listed(await definitions.UpdateReferences(definition, caller.UserId())) })
            : Results.NotFound();

    static JsonArray Listed(IEnumerable<string> texts) => new(texts.Select(text => (JsonNode)text).ToArray());

    static IResult Subgraph(HttpRequest request, string id, CompiledDefinitions definitions, DefinitionShape shape)
    {
        var (workflow, node) = FindNode(id, Required(request, "parentNodeId"), definitions);
        return workflow is null || node is null ? Results.NotFound() : JsonAnswer.Of(NodeShape(node, workflow, shape));
    }

    static IResult Segments(HttpRequest request, string id, CompiledDefinitions definitions, DefinitionShape shape)
    {
        var (workflow, node) = FindNode(id, Required(request, "childNodeId"), definitions);
        if (workflow is null || node is null) return Results.NotFound();
        var ancestors = new List<ActivityNode>();
        for (var parent = node.Parent; parent is not null; parent = parent.Parent) ancestors.Add(parent);
        // The path names what is entered through a port: neither the workflow nor a flowchart, which is drawn where it stands.
        var entered = ancestors.Select((ancestor, index) => (Node: ancestor, Inner: index == 0 ? node : ancestors[index - 1]))
            .Where(step => step.Node.Parent is not null && step.Node.TypeName != "Elsa.Flowchart").ToList();
        return JsonAnswer.Of(new JsonObject
        {
            ["childNode"] = NodeShape(node, workflow, shape),
            ["container"] = NodeShape(entered.Count > 0 ? entered[0].Node : workflow.Root, workflow, shape),
            ["pathSegments"] = new JsonArray(entered.AsEnumerable().Reverse().Select(step => (JsonNode)new JsonObject
            {
                ["activityNodeId"] = step.Node.NodeId,
                ["activityId"] = step.Node.Id,
                ["activityType"] = step.Node.TypeName,
                ["portName"] = Port(step.Inner.Port),
                ["activityName"] = step.Node.Name ?? step.Node.TypeName,
            }).ToArray()),
        });
    }

    static string Required(HttpRequest request, string name) =>
        request.Query[name].ToString() is { Length: > 0 } value ? value
        : throw RefusalException.Invalid(name, $"The {name} query parameter is required.");

    static (CompiledWorkflow? Workflow, ActivityNode? Node) FindNode(string versionId, string nodeId, CompiledDefinitions definitions) =>
        definitions.FindVersion(versionId) is { } workflow ? (workflow, workflow.Find(nodeId)) : (null, null);

    static JsonObject NodeShape(ActivityNode node, CompiledWorkflow workflow, DefinitionShape shape) => new()
    {
        ["nodeId"] = node.NodeId,
        ["port"] = node.Parent is null ? "Root" : Port(node.Port),
        ["activity"] = node.Parent is null ? shape.Workflow(workflow.Definition) : shape.Node(node),
    };

    static string Port(string port) => port.Length == 0 ? "Root" : char.ToUpperInvariant(port[0]) + port[1..];

    static async Task<IResult> Revert(string definitionId, int version, ClaimsPrincipal caller, DefinitionStore definitions, DefinitionShape shape)
    {
        if (await definitions.Find(definitionId, version.ToString(System.Globalization.CultureInfo.InvariantCulture)) is not { } old)
            return Results.NotFound();
        var saved = await definitions.Save(old.Model, publish: false, by: caller.UserId());
        return JsonAnswer.Of(shape.Summary(saved.Definition, links: false), StatusCodes.Status201Created);
    }

    static async Task<IResult> DeleteVersions(DefinitionDeletion deletion, ClaimsPrincipal caller, IReadOnlyCollection<string> ids) =>
        await deletion.DeleteVersions(ids, caller.UserId()) > 0 ? Results.Ok() : Results.NotFound();

    static async Task<IResult> BulkDelete(HttpRequest request, ClaimsPrincipal caller, DefinitionDeletion deletion) =>
        JsonAnswer.Of(new JsonObject { ["deleted"] = await deletion.Delete(await Ids(request, "definitionIds"), caller.UserId()) });

    static async Task<IResult> BulkDeleteVersions(HttpRequest request, ClaimsPrincipal caller, DefinitionDeletion deletion) =>
        JsonAnswer.Of(new JsonObject { ["deleted"] = await deletion.DeleteVersions(await Ids(request, "ids"), caller.UserId()) });

    static async Task<IResult> BulkExport(HttpRequest request, CompiledDefinitions definitions, DefinitionShape shape)
    {
        var found = (await Ids(request, "ids")).Select(id => definitions.FindVersion(id)).OfType<CompiledWorkflow>()
            .Select(workflow => workflow.Definition).ToList();
        if (found.Count == 0) return Results.NotFound();
        return Results.File(DefinitionArchive.Write(found.Select(definition =>
            (DefinitionEndpoints.FileName(definition), shape.Export(definition)))), "application/zip", "workflow-definitions.zip");
    }

    static async Task<IResult> BulkPublish(HttpRequest request, ClaimsPrincipal caller, DefinitionStore definitions)
    {
        var (published, already, missing, failed) = (new JsonArray(), new JsonArray(), new JsonArray(), new JsonArray());
        var (held, warnings) = (new JsonArray(), new JsonObject());
        var body = await RequestBody.ReadObject(request);
        var comment = GivenReason.Comment(request, body);
        foreach (var id in Ids(body, "definitionIds"))
        {
            SavedDefinition? saved;
            try { saved = await definitions.Publish(id, caller.UserId(), comment: comment); }
            catch (WordedException refused) when (refused is RefusalException or DefinitionRefusedException)
            {
                failed.Add((JsonNode)id);
                warnings[id] = Listed([Texts.Texts.In(ReaderLanguage.Of(request), refused.Words)]);
                continue;
            }
            (saved switch
            {
                null => missing,
                _ when saved.Errors.Any() => failed,
                { AlreadyPublished: true } => already,
                { HeldBack: not null } => held,
                _ => published,
            }).Add((JsonNode)id);
            if (saved is { Findings.Count: > 0 }) warnings[id] = Listed(saved.Findings.Select(finding => FindingShape.Text(finding, request)));
            else if (saved is not null && DefinitionEndpoints.HeldBack(request, saved) is { } why) warnings[id] = Listed([why]);
        }
        return JsonAnswer.Of(new JsonObject
        {
            ["published"] = published,
            ["alreadyPublished"] = already,
            ["notFound"] = missing,
            ["skipped"] = held,
            ["updatedConsumers"] = new JsonArray(),
            ["failed"] = failed,
            ["warnings"] = warnings,
        });
    }

    static async Task<IResult> BulkRetract(HttpRequest request, ClaimsPrincipal caller, DefinitionStore definitions)
    {
        var (retracted, notPublished, missing) = (new JsonArray(), new JsonArray(), new JsonArray());
        var skipped = new JsonArray();
        foreach (var id in await Ids(request, "definitionIds"))
            try
            {
                (await definitions.Find(id) is null ? missing : await definitions.Retract(id, caller.UserId()) is null ? notPublished : retracted)
                    .Add((JsonNode)id);
            }
            catch (DefinitionRefusedException) { skipped.Add((JsonNode)id); }
        return JsonAnswer.Of(new JsonObject
        {
            ["retracted"] = retracted,
            ["alreadyRetracted"] = new JsonArray(),
            ["skipped"] = skipped,
            ["notPublished"] = notPublished,
            ["notFound"] = missing
        });
    }

    static async Task<List<string>> Ids(HttpRequest request, string name) => Ids(await RequestBody.ReadObject(request), name);

    static List<string> Ids(JsonObject body, string name) =>
        body.Array(name)?.Select(id => id?.ToString() ?? "").ToList()
            ?? throw RefusalException.Invalid(name, $"Which ones? Give {name}.");

    /// <summary>All files are read before the first is saved: one that is broken refuses them all.</summary>
    static async Task<IResult> ImportFiles(HttpRequest request, DefinitionStore definitions, DefinitionShape shape, CancellationToken token)
    {
        if (!request.HasFormContentType) throw RefusalException.Invalid("files", "Send the files as multipart form data.");
        var by = request.HttpContext.User.UserId();
        var models = new List<JsonObject>();
        foreach (var upload in (await request.ReadFormAsync(token)).Files)
        {
            await using var content = upload.OpenReadStream();
            if (upload.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                models.AddRange(await DefinitionArchive.Read(content, token));
            else models.Add(await DefinitionArchive.ReadModel(content, upload.FileName, token));
        }
        foreach (var model in models) DefinitionChecks.Require(model);
        // All are drafts before the first is published, so that workflows that start each other find each other.
        var drafts = new List<SavedDefinition>();
        foreach (var model in models) drafts.Add(await definitions.Save(shape.Incoming(model), publish: false, by: by));
        var refused = new JsonObject();
        foreach (var (draft, model) in drafts.Zip(models).Where(item => item.Second.Flag("isPublished")))
        {
            SavedDefinition? saved = null;
            try { saved = await definitions.Publish(draft.Definition.DefinitionId, by, comment: GivenReason.Comment(request, null)); }
            catch (WordedException held) when (held is RefusalException or DefinitionRefusedException)
            {
                refused[draft.Definition.DefinitionId] = Listed([Texts.Texts.In(ReaderLanguage.Of(request), held.Words)]);
            }
            if (saved is not null)
            {
                var why = saved.Errors.Select(finding => FindingShape.Text(finding, request)).ToList();
                if (DefinitionEndpoints.HeldBack(request, saved) is { } held) why.Add(held);
                if (why.Count > 0) refused[draft.Definition.DefinitionId] = Listed(why);
            }
        }
        var answer = new JsonObject { ["count"] = models.Count };
        if (refused.Count > 0) answer["notPublished"] = refused;
        return JsonAnswer.Of(answer);
    }
}

using System.Security.Claims;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa.Definitions;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// Instances as files. Beside what Elsa writes, a file holds our own state and history, which is what an import reads. Tasks and approvals
/// are the company's records and do not travel with the instance.
/// </summary>
static class InstanceTransferEndpoints
{
    const string Own = "ThreeStep";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapMethods("workflow-instances/{id}/export", ["GET", "POST"], Export);
        api.MapMethods("bulk-actions/export/workflow-instances", ["GET", "POST"], BulkExport);
        api.MapPost("bulk-actions/import/workflow-instances", Import);
    }

    static async Task<IResult> Export(string id, ClaimsPrincipal caller, ProcessStore store, CompiledDefinitions definitions, CancellationToken token)
    {
        await using var database = store.Query();
        return await Document(id, caller, database, store, definitions, token) is { } document
            ? Results.File(JsonSerializer.SerializeToUtf8Bytes(document, Json.Indented), "application/octet-stream", $"workflow-instance-{id}.json")
                : Results.NotFound();
    }

    static async Task<IResult> BulkExport(HttpRequest request, ProcessStore store, CompiledDefinitions definitions, CancellationToken token)
    {
        var ids = InstanceFilter.Texts(await RequestBody.ReadObject(request), "ids");
        if (ids.Count == 0) throw RefusalException.Invalid("ids", "Which instances? Give their ids.");
        await using var database = store.Query();
        var files = new List<(string Name, JsonObject Model)>();
        foreach (var id in ids)
            if (await Document(id, request.HttpContext.User, database, store, definitions, token) is { } document)
                files.Add(($"workflow-instance-{id}.json", document));
        return files.Count == 0 ? Results.NotFound() : Results.File(DefinitionArchive.Write(files), "application/zip", "workflow-instances.zip");
    }

    static async Task<JsonObject?> Document(string id, ClaimsPrincipal reader, ProcessDatabase database, ProcessStore store,
        CompiledDefinitions definitions, CancellationToken token)
    {
        if (await database.Instances.FirstOrDefaultAsync(row => row.Id == id, token) is not { } row
            || await InstanceEndpoints.ReadJournal(id, reader.Actor(), store, definitions, token) is not { } journal) return null;
        var bursts = await database.Bursts.Where(burst => burst.InstanceId == id).OrderBy(burst => burst.Sequence).ToListAsync(token);
        var state = InstanceShape.Read(row);
        var shape = InstanceShape.WorkflowState(state, definitions.FindVersion(state.DefinitionVersionId));
        return new JsonObject
        {
            ["WorkflowState"] = ReferencedState.Of(shape),
            ["Bookmarks"] = shape["bookmarks"]!.DeepClone(),
            ["ActivityExecutionRecords"] =
                new JsonArray(ActivityExecutionHistory.ReadAll(journal).Select(execution => (JsonNode)execution.Shape(id, full: true)).ToArray()),
            ["WorkflowExecutionLogRecords"] = new JsonArray(journal.Entries.Select(item => (JsonNode)journal.Record(item.At, item.Entry)).ToArray()),
            [Own] = new JsonObject
            {
                ["state"] = JsonNode.Parse(InstanceDocument.Text(row.Document)),
                ["rowVersion"] = row.RowVersion,
                ["history"] = new JsonArray(bursts.Select(burst =>
                    (JsonNode)new JsonObject { ["sequence"] = burst.Sequence, ["at"] = burst.At, ["burst"] = JsonNode.Parse(burst.Document) })
                    .ToArray()),
            },
        };
    }

    /// <summary>All files are read before the first instance is written: one that does not fit refuses them all.</summary>
    static async Task<IResult> Import(HttpRequest request, WorkflowRuntime runtime, CompiledDefinitions definitions, ProcessStore store,
        CancellationToken token)
    {
        if (!request.HasFormContentType) throw RefusalException.Invalid("files", "Send the files as multipart form data.");
        var documents = new List<(InstanceState State, JsonObject Own)>();
        foreach (var upload in (await request.ReadFormAsync(token)).Files)
        {
            await using var content = upload.OpenReadStream();
            var models = upload.FileName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? await DefinitionArchive.Read(content, token)
                : [await DefinitionArchive.ReadModel(content, upload.FileName, token)];
            documents.AddRange(models.Select(model => Read(model, upload.FileName, definitions)));
        }
        await using (var database = store.Query())
        {
            var rights = await WorkflowRights.Read(request.HttpContext.User.Actor(), database, token);
            foreach (var (state, _) in documents)
            {
                // What it says it is of, and what it runs.
                rights.RequireMending(state.DefinitionId);
                rights.RequireMending(definitions.FindVersion(state.DefinitionVersionId)!.Definition.DefinitionId);
                if (PublishingRule.RunRefusal(database, rights, state.DefinitionVersionId) is { } refusal)
                    throw RefusalException.Conflict(refusal, "files");
                if (await database.Instances.AnyAsync(row => row.Id == state.Id, token))
                    throw RefusalException.Conflict($"The instance '{state.Id}' is here already. Delete it first if the file is to replace it.",
                        "files");
            }
        }
        await runtime.Record(transaction =>
        {
            foreach (var (state, own) in documents) Add(transaction.Database, state, own);
        });
        return JsonAnswer.Of(new JsonObject { ["imported"] = documents.Count });
    }

    static (InstanceState, JsonObject) Read(JsonObject model, string name, CompiledDefinitions definitions)
    {
        if (model.Object(Own) is not { } own || own.Object("state") is not { } source)
            throw RefusalException.Invalid("files",
                $"'{name}' was not exported by ThreeStep. An instance of another server cannot go on here; start a new one of the imported workflow.");
        InstanceState state;
        try { state = InstanceDocument.Read(Encoding.UTF8.GetBytes(source.ToJsonString(Json.Options))); }
        catch (UnreadableDocumentException error)
        {
            throw RefusalException.Invalid("files", $"The instance in '{name}' cannot be read: {error.Message}");
        }
        if (definitions.FindVersion(state.DefinitionVersionId) is null)
        {
            var version = definitions.FindVersion(state.DefinitionId, state.DefinitionVersion)
                ?? throw RefusalException.Invalid("files",
                    $"Import version {state.DefinitionVersion} of the workflow '{state.DefinitionId}' first: the instance in '{name}' runs it.");
            state.DefinitionVersionId = version.Definition.Id;
        }
        return (state, own);
    }

    static void Add(ProcessDatabase database, InstanceState state, JsonObject own)
    {
        database.Instances.Add(InstanceRow.Of(state, own.Number("rowVersion") ?? 1));
        if (!state.IsFinished)
            foreach (var bookmark in state.Bookmarks)
                database.Bookmarks.Add(new BookmarkRow
                {
                    Id = bookmark.Id,
                    InstanceId = state.Id,
                    Name = bookmark.Name,
                    Hash = bookmark.Hash,
                    CorrelationId = state.CorrelationId,
                    ActivityId = bookmark.ActivityId,
                    DueAt = bookmark.DueAt,
                    Counted = bookmark.Counted?.Question
                });
        foreach (var burst in own.Array("history")?.OfType<JsonObject>() ?? [])
            database.Bursts.Add(new BurstRow
            {
                InstanceId = state.Id,
                Sequence = burst.Number("sequence") ?? 0,
                At = burst["at"]!.GetValue<DateTimeOffset>(),
                Document = burst["burst"]!.ToJsonString(Json.Options)
            });
    }
}

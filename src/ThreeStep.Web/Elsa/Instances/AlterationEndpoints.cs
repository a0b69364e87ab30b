using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// Changes of instances by hand: at once for named instances, or as a plan for all that fit a filter. A plan is a row; how far it got is
/// read from the histories of its instances.
/// </summary>
static class AlterationEndpoints
{
    /// <summary>So many instances a plan may touch: more is most likely a filter that was forgotten.</summary>
    const int LargestPlan = 100_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("alterations/dry-run", DryRun);
        api.MapPost("alterations/run", Run);
        api.MapPost("alterations/submit", Submit);
        api.MapGet("alterations/{id}", Get);
        api.MapMethods("alterations/workflows/retry", ["GET", "POST"], Retry);
    }

    static async Task<IResult> DryRun(HttpRequest request, ClaimsPrincipal caller, ProcessStore store, InstanceNames names, CancellationToken token)
    {
        var filter = await RequestBody.ReadObject(request);
        var ids = await Matching(store, names, caller, filter.Object("filter") ?? filter, token);
        return JsonAnswer.Of(new JsonObject { ["workflowInstanceIds"] = Names(ids) });
    }

    static async Task<IResult> Run(HttpRequest request, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock, ProcessStore store)
    {
        var body = await RequestBody.ReadObject(request);
        var ids = body.Array("workflowInstanceIds")?.Select(id => id?.ToString() ?? "").ToList()
            ?? throw RefusalException.Invalid("workflowInstanceIds", "Which instances are to be altered?");
        request.HttpContext.RequireMending(ids);
        var alterations = Read(body);
        RefuseUnpublished(caller, store, alterations, ids);
        var alter = new Stimulus.Alter(alterations, By: caller.UserId() ?? "server", Reason: GivenReason.Of(request, body));
        return JsonAnswer.Of(new JsonObject { ["results"] = await Results(ids, clock, id => runtime.Deliver(id, alter)) });
    }

    static async Task<IResult> Submit(HttpRequest request, ClaimsPrincipal caller, WorkflowRuntime runtime, ProcessStore store, InstanceNames names,
        IIdSource newIds, TimeProvider clock, CancellationToken token)
    {
        var body = await RequestBody.ReadObject(request);
        var filter = body.Object("filter") ?? [];
        var instanceIds = await Matching(store, names, caller, filter, token);
        request.HttpContext.RequireMending(instanceIds);
        var plan = new AlterationPlanRow
        {
            Id = body.Text("id") is { Length: > 0 } given ? given : newIds.Next(),
            CreatedAt = clock.GetUtcNow(),
            Document = new JsonObject
            {
                ["alterations"] = Read(body, out var alterations),
                ["workflowInstanceFilter"] = filter.DeepClone(),
                ["workflowInstanceIds"] = Names(instanceIds)
            }.ToJsonString(Json.Options),
        };
        RefuseUnpublished(caller, store, alterations, instanceIds);
        await using (var database = store.Query())
            if (await database.AlterationPlans.AnyAsync(row => row.Id == plan.Id, token))
                throw RefusalException.Conflict($"There is a plan '{plan.Id}' already.", "id");
        var alter = new Stimulus.Alter(alterations, plan.Id, caller.UserId() ?? "server", GivenReason.Of(request, body));
        await runtime.Record(transaction =>
        {
            transaction.Database.AlterationPlans.Add(plan);
            foreach (var id in instanceIds) transaction.Queue(new QueuedStimulus.Deliver(id, alter));
        });
        return JsonAnswer.Of(new JsonObject { ["planId"] = plan.Id });
    }

    static void RefuseUnpublished(ClaimsPrincipal caller, ProcessStore store, IEnumerable<Alteration> alterations,
        IReadOnlyCollection<string> instanceIds)
    {
        foreach (var migrate in alterations.OfType<Alteration.Migrate>())
        {
            using var database = store.Query();
            var rights = WorkflowRights.Of(caller.Actor(), database);
            if (PublishingRule.MigrationRefusal(database, rights, instanceIds, migrate.TargetVersion) is { } refusal)
                throw RefusalException.Conflict(refusal, "targetVersion");
        }
    }

    static async Task<IResult> Get(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var row = await database.AlterationPlans.FirstOrDefaultAsync(row => row.Id == id, token)
            ?? throw RefusalException.NotFound("alteration plan", id);
        var document = (JsonObject)JsonNode.Parse(row.Document)!;
        var mark = $"\"planId\":{JsonSerializer.Serialize(id, Json.Options)}";
        var ids = document.Array("workflowInstanceIds")!.Select(instance => instance!.ToString()).ToList();
        await LeaveOutHidden(ids, caller, database, token);
        if (ids.Count == 0 && document.Array("workflowInstanceIds")!.Count > 0) throw RefusalException.NotFound("alteration plan", id);
        var done = (await database.Bursts.Where(burst => ids.Contains(burst.InstanceId) && burst.Document.Contains(mark)).ToListAsync(token))
            .DistinctBy(burst => burst.InstanceId).ToDictionary(burst => burst.InstanceId);
        var jobs = ids.Select(instanceId => Job(row, instanceId, done.GetValueOrDefault(instanceId))).ToArray();
        var plan = new JsonObject
        {
            ["id"] = row.Id,
            ["alterations"] = document["alterations"]!.DeepClone(),
            ["workflowInstanceFilter"] = document["workflowInstanceFilter"]!.DeepClone(),
            ["status"] = done.Count == ids.Count ? "Completed" : "Running",
            ["createdAt"] = Times.Iso(row.CreatedAt),
            ["startedAt"] = Times.Iso(row.CreatedAt),
        };
        if (done.Count == ids.Count) plan["completedAt"] = Times.Iso(done.Count == 0 ? row.CreatedAt : done.Values.Max(burst => burst.At));
        return JsonAnswer.Of(new JsonObject { ["plan"] = plan, ["jobs"] = new JsonArray(jobs) });
    }

    static async Task LeaveOutHidden(List<string> ids, ClaimsPrincipal caller, ProcessDatabase database, CancellationToken token)
    {
        var hidden = (await WorkflowRights.Read(caller.Actor(), database, token)).Hidden.ToList();
        if (hidden.Count == 0) return;
        var theirs = await database.Instances.Where(row => hidden.Contains(row.DefinitionId) && ids.Contains(row.Id)).Select(row => row.Id)
            .ToListAsync(token);
        ids.RemoveAll(theirs.Contains);
    }

    static JsonNode Job(AlterationPlanRow plan, string instanceId, BurstRow? burst)
    {
        var job = new JsonObject
        {
            ["id"] = $"{plan.Id}-{instanceId}",
            ["planId"] = plan.Id,
            ["workflowInstanceId"] = instanceId,
            ["createdAt"] = Times.Iso(plan.CreatedAt)
        };
        if (burst is null)
        {
            (job["status"], job["log"]) = ("Pending", new JsonArray());
            return job;
        }
        var notes = Notes(BurstDocument.Read(burst.Document).Journal);
        job["status"] = notes.Exists(note => note.Event == JournalEvents.AlterationFailed) ? "Failed" : "Completed";
        job["log"] = new JsonArray(notes.Select(note => LogEntry(note.Message!, note.Event == JournalEvents.Altered, burst.At)).ToArray());
        (job["startedAt"], job["completedAt"]) = (Times.Iso(burst.At), Times.Iso(burst.At));
        return job;
    }

    static async Task<IResult> Retry(HttpRequest request, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        var body = await RequestBody.ReadObject(request);
        var ids = body.Array("workflowInstanceIds")?.Select(id => id?.ToString() ?? "").ToList()
            ?? throw RefusalException.Invalid("workflowInstanceIds", "Which instances are to be retried?");
        request.HttpContext.RequireMending(ids);
        var activityIds = body.Array("activityIds")?.Select(id => id?.ToString() ?? "").ToList();
        return JsonAnswer.Of(new JsonObject
        {
            ["results"] =
            await Results(ids, clock, id => runtime.Deliver(id, new Stimulus.Retry(activityIds, caller.UserId())))
        });
    }

    /// <summary>Carries a stimulus to each instance, one after the other, and tells how it went in Elsa's form.</summary>
    static async Task<JsonArray> Results(IEnumerable<string> ids, TimeProvider clock, Func<string, Task<BurstResult?>> deliver)
    {
        var results = new JsonArray();
        foreach (var id in ids)
        {
            var burst = await deliver(id);
            var notes = burst is null ? [] : Notes(burst.Journal);
            var succeeded = burst is not null && !notes.Exists(note => note.Event == JournalEvents.AlterationFailed);
            var at = burst?.Now ?? clock.GetUtcNow();
            var log = burst is null ? [LogEntry("There is nothing to do: the instance does not exist or is over.", false, at)]
                : notes.Count == 0 ? [LogEntry("ScheduleActivity succeeded", true, at)]
                : notes.Select(note => LogEntry(note.Message!, note.Event == JournalEvents.Altered, at)).ToArray();
            results.Add(new JsonObject
            {
                ["workflowInstanceId"] = id,
                ["log"] = new JsonObject { ["logEntries"] = new JsonArray(log) },
                ["workflowHasScheduledWork"] = succeeded && burst!.Journal.Any(entry => entry.Event == JournalEvents.Started),
                ["isSuccessful"] = succeeded,
            });
        }
        return results;
    }

    static List<JournalEntry> Notes(IEnumerable<JournalEntry> journal) =>
        journal.Where(entry => entry.Event is JournalEvents.Altered or JournalEvents.AlterationFailed).ToList();

    static JsonNode LogEntry(string message, bool succeeded, DateTimeOffset at) => new JsonObject
    {
        ["message"] = message,
        ["logLevel"] = succeeded ? "Information" : "Error",
        ["timestamp"] = Times.Iso(at),
        ["eventName"] = $"Alteration {message.Split(' ')[0]} {(succeeded ? "succeeded" : "failed")}",
    };

    /// <summary>Ids of the instances that fit; a filter without anything in it fits none unless it says that it means all.</summary>
    static async Task<List<string>> Matching(ProcessStore store, InstanceNames names, ClaimsPrincipal caller, JsonObject filter,
        CancellationToken token)
    {
        await using var database = store.Query();
        var saysSomething = filter.Any(property => property.Value is JsonArray { Count: > 0 } or JsonValue
            && property.Key is not ("emptyFilterSelectsAll" or "page" or "pageSize"));
        if (!saysSomething && !filter.Flag("emptyFilterSelectsAll")) return [];
        var rows = await InstanceFilter.Apply(database, await RecordAccess.Read(caller.Actor(), database, token), names, filter, token);
        if (filter.Array("activityFilters") is not { Count: > 0 })
            return await rows.OrderBy(row => row.CreatedAt).Select(row => row.Id).Take(LargestPlan).ToListAsync(token);
        // One row after the other: what they hold is much, and most of them may not fit.
        var fitting = new List<string>();
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(token))
        {
            if (!InstanceFilter.FitsActivities(InstanceShape.Read(row), filter)) continue;
            fitting.Add(row.Id);
            if (fitting.Count == LargestPlan) break;
        }
        return fitting;
    }

    static JsonArray Names(IEnumerable<string> ids) => new(ids.Select(id => (JsonNode)id).ToArray());

    static IReadOnlyList<Alteration> Read(JsonObject body)
    {
        Read(body, out var alterations);
        return alterations;
    }

    static JsonNode Read(JsonObject body, out IReadOnlyList<Alteration> alterations)
    {
        if (body.Array("alterations") is not { Count: > 0 } given)
            throw RefusalException.Invalid("alterations",
                "What is to be altered? Give ModifyVariable, ScheduleActivity, CancelActivity, Migrate or Cancel.");
        alterations = given.Select((item, index) => ReadOne(item as JsonObject ?? [], $"alterations[{index}]")).ToList();
        return given.DeepClone();
    }

    static Alteration ReadOne(JsonObject source, string path)
    {
        string Needed(string name) =>
            source.Text(name) is { Length: > 0 } value ? value : throw RefusalException.Invalid($"{path}.{name}", $"The {name} is missing.");
        switch (source.Text("type"))
        {
            case "ModifyVariable":
                return new Alteration.ModifyVariable(Needed("variableId"), source["value"]?.DeepClone());
            case "Cancel":
                return new Alteration.Cancel();
            case "CancelActivity":
                return source.Text("activityInstanceId") is { Length: > 0 } cancelled ? new Alteration.CancelActivity(null, cancelled)
                    : new Alteration.CancelActivity(Needed("activityId"));
            case "ScheduleActivity":
                return source.Text("activityInstanceId") is { Length: > 0 } scheduled ? new Alteration.ScheduleActivity(null, scheduled)
                    : new Alteration.ScheduleActivity(Needed("activityId"));
            case "Migrate":
                return new Alteration.Migrate(source.Number("targetVersion")
                    ?? throw RefusalException.Invalid($"{path}.targetVersion", "To which version? Give its number."));
            default:
                throw RefusalException.Invalid($"{path}.type",
                    $"There is no alteration '{source.Text("type")}'. Give ModifyVariable, ScheduleActivity, CancelActivity, Migrate or Cancel.");
        }
    }
}

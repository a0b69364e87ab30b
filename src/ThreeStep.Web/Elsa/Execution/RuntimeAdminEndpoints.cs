using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa.Instances;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Execution;

/// <summary>Pausing the runtime, and the timers and queued stimuli that could not be carried out and were set aside.</summary>
static class RuntimeAdminEndpoints
{
    const int LargestPage = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("admin/workflow-runtime/status", (WorkflowRuntime runtime) => JsonAnswer.Of(Status(runtime.Intake)));
        var administration = api.MapGroup("").RequireAuthorization(Policies.Administration);
        administration.MapPost("admin/workflow-runtime/pause", Pause);
        administration.MapPost("admin/workflow-runtime/resume", Resume);
        administration.MapPost("admin/workflow-runtime/force-drain", Drain);
        api.MapMethods("bookmark-queue/dead-letters", ["GET", "POST"], DeadLetters);
        api.MapGet("bookmark-queue/dead-letters/{id:long}", DeadLetter);
        api.MapDelete("bookmark-queue/dead-letters/{id:long}", Delete);
        api.MapPost("bookmark-queue/dead-letters/{id:long}/replay", Replay);
    }

    static async Task<IResult> Pause(HttpRequest request, ClaimsPrincipal caller, WorkflowRuntime runtime, SharedPause pause)
    {
        await pause.Pause((await RequestBody.ReadObject(request)).Text("reason"), Name(caller));
        return JsonAnswer.Of(Status(runtime.Intake));
    }

    static async Task<IResult> Resume(ClaimsPrincipal caller, WorkflowRuntime runtime, SharedPause pause) => await pause.Resume(Name(caller))
        ? JsonAnswer.Of(Status(runtime.Intake))
        : JsonAnswer.Of(new JsonObject { ["code"] = "drain-in-progress", ["state"] = Status(runtime.Intake) }, StatusCodes.Status409Conflict);

    /// <summary>No burst is interrupted, because each is short and is either committed whole or not at all.</summary>
    static async Task<IResult> Drain(HttpRequest request, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        var started = clock.GetUtcNow();
        runtime.Intake.Drain((await RequestBody.ReadObject(request)).Text("reason"), Name(caller));
        return JsonAnswer.Of(new JsonObject
        {
            ["message"] = Texts.Texts.In(ReaderLanguage.Of(request), Readiness.Drained),
            ["outcome"] = new JsonObject
            {
                ["overallResult"] = "Completed",
                ["startedAt"] = Times.Iso(started),
                ["completedAt"] = Times.Iso(clock.GetUtcNow()),
                ["pausePhaseDuration"] = "00:00:00",
                ["waitPhaseDuration"] = "00:00:00",
                ["sources"] = Sources(),
                ["executionCyclesForceCancelledCount"] = 0,
                ["forceCancelledInstanceIds"] = new JsonArray(),
            },
        });
    }

    static JsonObject Status(Intake intake)
    {
        var state = new JsonObject { ["reason"] = intake.State.Reason.ToString(), ["isAcceptingNewWork"] = intake.IsOpen };
        if (intake.State is { Since: { } since }) state[intake.State.Reason == IntakeReason.Drain ? "drainStartedAt" : "pausedAt"] = Times.Iso(since);
        if (intake.State.Why is { } why) state["pauseReasonText"] = why;
        if (intake.State.By is { } by) state["pauseRequestedBy"] = by;
        state["generationId"] = intake.Generation;
        return new JsonObject { ["state"] = state, ["sources"] = Sources(), ["activeExecutionCycleCount"] = intake.Active };
    }

    static JsonArray Sources() =>
        new(new[] { "scheduling.trigger", "internal.bookmark-queue-worker" }.Select(name =>
        (JsonNode)new JsonObject { ["name"] = name, ["state"] = "Running" }).ToArray());

    static string? Name(ClaimsPrincipal caller) => caller.UserId() ?? caller.Identity?.Name;

    static async Task<IResult> DeadLetters(HttpRequest request, ProcessStore store, CancellationToken token)
    {
        var filter = InstanceFilter.FromQuery(request.Query);
        foreach (var (name, value) in await RequestBody.ReadObject(request)) filter[name] = value?.DeepClone();
        await using var database = store.Query();
        var size = Math.Clamp(filter.Number("pageSize") ?? 100, 1, LargestPage);
        var access = await RecordAccess.Read(request.HttpContext.User.Actor(), database, token);
        var (rows, total) = await SeenSetAside.Page(access, database, filter.Text("workflowInstanceId"),
            Math.Max(0, filter.Number("page") ?? 0) * size, size, token);
        var items = rows.Select(row => (JsonNode)Shape(row)).ToArray();
        return JsonAnswer.Of(new JsonObject { ["items"] = new JsonArray(items), ["totalCount"] = total });
    }

    static async Task<IResult> DeadLetter(long id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        SeenSetAside.RequireMending(caller.Actor(), database, id);
        return await SettingAside.Rows(database).FirstOrDefaultAsync(row => row.Id == id, token) is { } row
            ? JsonAnswer.Of(Shape(row))
            : Results.NotFound();
    }

    static async Task<IResult> Delete(long id, ClaimsPrincipal caller, WorkflowRuntime runtime) =>
        await runtime.Record(transaction =>
        {
            SeenSetAside.RequireMending(caller.Actor(), transaction.Database, id);
            return SettingAside.Discard(transaction, id, caller.UserId());
        }) ? Results.NoContent() : Results.NotFound();

    static async Task<IResult> Replay(long id, ClaimsPrincipal caller, WorkflowRuntime runtime) =>
        await runtime.Write(transaction =>
        {
            SeenSetAside.RequireMending(caller.Actor(), transaction.Database, id);
            return SettingAside.Retry(transaction, id, caller.UserId());
        })
            ? JsonAnswer.Of(new JsonObject { ["replayed"] = true, ["queueItemId"] = $"{id}", ["reason"] = null })
            : Results.NotFound();

    /// <summary>As it lies there, be it readable or not.</summary>
    static JsonObject Parsed(string document)
    {
        try { return JsonNode.Parse(document) as JsonObject ?? new JsonObject { ["document"] = document }; }
        catch (System.Text.Json.JsonException) { return new JsonObject { ["document"] = document }; }
    }

    static JsonObject Shape(StimulusRow row)
    {
        var stimulus = Parsed(row.Document);
        return new JsonObject
        {
            ["id"] = row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["workflowInstanceId"] = stimulus.Text("instanceId"),
            ["correlationId"] = stimulus.Text("correlationId"),
            ["stimulus"] = stimulus,
            ["createdAt"] = Times.Iso(row.CreatedAt),
            ["attempts"] = row.Attempts,
            ["reason"] = row.LastError?.ToString(),
            ["failedAt"] = row.FailedAt is { } failed ? Times.Iso(failed) : null,
        };
    }
}

using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Starts;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa.Instances;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Execution;

/// <summary>What makes workflows move: execute, dispatch, events, tasks, cancel.</summary>
static class ExecutionEndpoints
{
    const int BulkLimit = 10_000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapMethods("workflow-definitions/{definitionId}/execute", ["GET", "POST"], Execute);
        api.MapPost("workflow-definitions/{definitionId}/dispatch", Dispatch);
        api.MapPost("workflow-definitions/{definitionId}/bulk-dispatch", BulkDispatch);
        api.MapPost("events/{eventName}/trigger", TriggerEvent);
        api.MapPost("tasks/{taskId}/complete", CompleteTask);
        api.MapPost("cancel/workflow-instances/{id}", Cancel).ForThoseWhoMend();
        api.MapPost("bulk-actions/cancel/workflow-instances", BulkCancel);
    }

    static async Task Execute(HttpContext context, string definitionId, DefinitionStore definitions, WorkflowRuntime runtime, IIdSource ids,
        ProcessStore store)
    {
        var body = await RequestBody.ReadObject(context.Request);
        var workflow = await FindRunnable(context.User, definitions, store, definitionId,
            body.Text("versionOptions") ?? context.Request.Query["versionOptions"]);
        if (workflow is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var rights = Startable(context, store, workflow);
        // The answer tells what came of it.
        rights.Require(definitionId, WorkflowRight.SeeData);
        var start = StartOf(workflow, body, ids.Next());
        var burst = await runtime.Start(start with { CorrelationId = start.CorrelationId ?? context.Request.Query["correlationId"] })
            ?? throw RefusalException.Conflict("The instance could not be started.");
        context.Response.Headers["x-elsa-workflow-instance-id"] = burst.State.Id;
        context.Response.Headers["x-elsa-workflow-cannot-start"] = "False";
        context.Response.Headers["x-elsa-response"] = "true";
        // Elsa's clients rely on 500 with the same body for a run that faulted.
        var status = burst.State.SubStatus == InstanceSubStatus.Faulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        await JsonAnswer.Write(context.Response, new JsonObject { ["workflowState"] = InstanceShape.WorkflowState(burst.State, workflow) }, status);
    }

    static async Task<IResult> Dispatch(HttpRequest request, string definitionId, DefinitionStore definitions, WorkflowRuntime runtime, IIdSource ids,
        ProcessStore store)
    {
        var body = await RequestBody.ReadObject(request);
        if (await FindRunnable(request.HttpContext.User, definitions, store, definitionId, body.Text("versionOptions")) is not { } workflow)
            return Results.NotFound();
        Startable(request.HttpContext, store, workflow);
        var instanceId = body.Text("instanceId") is { Length: > 0 } given ? given : ids.Next();
        await runtime.Accept(StartOf(workflow, body, instanceId));
        return JsonAnswer.Of(new JsonObject { ["workflowInstanceId"] = instanceId });
    }

    static async Task<IResult> BulkDispatch(HttpRequest request, string definitionId, DefinitionStore definitions, WorkflowRuntime runtime,
        IIdSource ids, ProcessStore store)
    {
        var body = await RequestBody.ReadObject(request);
        if (await FindRunnable(request.HttpContext.User, definitions, store, definitionId, body.Text("versionOptions")) is not { } workflow)
            return Results.NotFound();
        Startable(request.HttpContext, store, workflow);
        var count = body.Number("count") ?? throw RefusalException.Invalid("count", "How many instances are to be started?");
        if (count is < 1 or > BulkLimit) throw RefusalException.Invalid("count", $"The count must be between 1 and {BulkLimit}.");
        var instanceIds = Enumerable.Range(0, count).Select(_ => ids.Next()).ToList();
        await runtime.Accept(instanceIds.Select(id => StartOf(workflow, body, id)).ToList());
        return JsonAnswer.Of(new JsonObject { ["workflowInstanceIds"] = new JsonArray(instanceIds.Select(id => (JsonNode)id).ToArray()) });
    }

    static async Task<IResult> TriggerEvent(HttpRequest request, string eventName, WorkflowRuntime runtime)
    {
        var body = await RequestBody.ReadObject(request);
        var (correlationId, instanceId, payload) = (body.Text("correlationId"), body.Text("workflowInstanceId"), body["input"]?.DeepClone());
        // To everybody it is news; to one instance it is a hand that moves it on.
        if (instanceId is not null) request.HttpContext.RequireMending([instanceId]);
        if (body.Text("workflowExecutionMode") == "Synchronous") await runtime.Trigger(eventName, correlationId, instanceId, payload);
        else await runtime.Accept(new QueuedStimulus.PublishEvent(eventName, correlationId, instanceId, payload));
        return Results.Ok();
    }

    static async Task<IResult> CompleteTask(HttpRequest request, string taskId, WorkflowRuntime runtime, EngineReader reader)
    {
        var body = await RequestBody.ReadObject(request);
        var waiting = reader.FindBookmarks(RunTask.HashOf(taskId), null);
        if (waiting.Count == 0) throw RefusalException.NotFound("waiting task", taskId);
        request.HttpContext.RequireMending(waiting.Select(wait => wait.InstanceId).ToList());
        foreach (var (bookmarkId, instanceId) in waiting)
            await runtime.Deliver(instanceId, new Stimulus.TaskCompleted(bookmarkId, body["result"]?.DeepClone()));
        return Results.Ok();
    }

    static async Task<IResult> Cancel(HttpRequest request, string id, WorkflowRuntime runtime, EngineReader reader)
    {
        var cancel = CancelOf(request, await RequestBody.ReadObject(request));
        if (reader.LoadInstance(id) is null) return Results.NotFound();
        await runtime.Deliver(id, cancel);
        return Results.Ok();
    }

    static Stimulus.Cancel CancelOf(HttpRequest request, JsonObject body) =>
        new(request.HttpContext.User.UserId() ?? "server", GivenReason.Of(request, body));

    static async Task<IResult> BulkCancel(HttpRequest request, WorkflowRuntime runtime, ProcessStore store, CancellationToken token)
    {
        var body = await RequestBody.ReadObject(request);
        var cancel = CancelOf(request, body);
        var ids = await Chosen(body, store, token);
        request.HttpContext.RequireMending(ids);
        var cancelled = 0;
        foreach (var id in ids)
            if (await runtime.Deliver(id, cancel) is not null) cancelled++;
        return JsonAnswer.Of(new JsonObject { ["cancelled"] = cancelled });
    }

    static async Task<List<string>> Chosen(JsonObject body, ProcessStore store, CancellationToken token)
    {
        if (body.Array("ids") is { } given) return given.Select(id => id?.ToString() ?? "").ToList();
        await using var database = store.Query();
        var running = database.Instances.Where(row => row.Status == "Running" || row.SubStatus == "Faulted");
        if (body.Text("definitionVersionId") is { } versionId)
            return await running.Where(row => row.DefinitionVersionId == versionId).Select(row => row.Id).ToListAsync(token);
        if (body.Text("definitionId") is { } definitionId)
            return await running.Where(row => row.DefinitionId == definitionId).Select(row => row.Id).ToListAsync(token);
        throw RefusalException.Invalid("ids", "Which instances are to be cancelled? Give ids, a definitionVersionId or a definitionId.");
    }

    /// <exception cref="RefusalException">It is not the caller's to start.</exception>
    static WorkflowRights Startable(HttpContext http, ProcessStore store, CompiledWorkflow workflow)
    {
        using var database = store.Query();
        var rights = WorkflowRights.Of(http.User.Actor(), database);
        rights.Require(workflow.Definition.DefinitionId, WorkflowRight.Start, StartWorkflow.RolesOf(workflow.Definition));
        return rights;
    }

    /// <summary>The published version by default; any version by options, where it may run.</summary>
    static async Task<CompiledWorkflow?> FindRunnable(ClaimsPrincipal caller, DefinitionStore definitions, ProcessStore store,
        string definitionId, string? versionOptions)
    {
        if (versionOptions is null or "" or "Published") return definitions.Compiled.FindPublished(definitionId);
        if (await definitions.Find(definitionId, versionOptions) is not { } definition) return null;
        await using var database = store.Query();
        var rights = WorkflowRights.Of(caller.Actor(), database);
        rights.Require(definitionId, WorkflowRight.Start, StartWorkflow.RolesOf(definition));
        if (PublishingRule.RunRefusal(database, rights, definition.Id) is { } refusal) throw RefusalException.Conflict(refusal, "versionOptions");
        return definitions.Compiled.FindVersion(definition.Id);
    }

    static QueuedStimulus.StartInstance StartOf(CompiledWorkflow workflow, JsonObject body, string instanceId)
    {
        var variables = Values(body, "variables");
        if (variables.Keys.FirstOrDefault(name =>
            workflow.Root.Variables.All(variable => variable.Name != name && variable.Id != name)) is { } unknown)
            throw RefusalException.Invalid("variables", $"The workflow has no variable '{unknown}'.");
        // What does not fit is refused here: a dispatch is carried out later, when nobody could be told.
        var given = variables.Count == 0 ? null : Burst.GivenVariables(workflow, variables);
        var definition = workflow.Definition;
        var input = Values(body, "input");
        if (definition.MissingInputs(input) is [var missing, ..])
            throw RefusalException.Invalid(
                $"input.{missing}", $"The workflow {definition.Shown} is not started without the input {missing}. Give it a value.");
        return new(
            instanceId, definition.DefinitionId, input, body.Text("correlationId"), body.Text("name"), definition.Id, Beginning(workflow, body),
            Variables: given);
    }

    /// <summary>The activity to begin with, where the caller names one instead of the workflow's own start.</summary>
    static string? Beginning(CompiledWorkflow workflow, JsonObject body)
    {
        var handle = body.Object("activityHandle");
        if (handle?.Text("activityNodeId") is { Length: > 0 } nodeId)
            return workflow.Find(nodeId)?.NodeId ?? throw RefusalException.Invalid("activityHandle", $"The workflow has no activity at '{nodeId}'.");
        if ((body.Text("triggerActivityId") ?? handle?.Text("activityId")) is not { Length: > 0 } id) return null;
        return workflow.FindById(id)?.NodeId ?? throw RefusalException.Invalid("triggerActivityId", $"The workflow has no activity '{id}'.");
    }

    static Dictionary<string, JsonNode?> Values(JsonObject body, string name) => body[name] switch
    {
        null => [],
        JsonObject values => values.ToDictionary(value => value.Key, value => value.Value?.DeepClone()),
        _ => throw RefusalException.Invalid(name, $"The {name} must be an object with named values."),
    };
}

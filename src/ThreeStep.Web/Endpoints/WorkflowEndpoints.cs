using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Web.Endpoints;

/// <summary>
/// What workflows offer by HTTP, below <c>/workflows/</c>. A call starts a workflow or wakes one that waits for it, and is answered by the workflow;
/// see docs/decisions/010-http.md for who may call.
/// </summary>
sealed class WorkflowEndpoints(WorkflowRuntime runtime, EndpointTable table, HttpSettings settings, IAuthorizationService authorization,
    IIdSource ids) : IDisposable
{
    static readonly string[] methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

    readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(
            context.User.UserId() ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.CallsPerMinute, Window = TimeSpan.FromMinutes(1) }));

    // Whether a caller must be signed in is the endpoint's to say.
    public static void Map(WebApplication app) =>
        app.MapMethods("/workflows/{**path}", methods, (HttpContext context, WorkflowEndpoints endpoints, string? path) =>
            endpoints.Call(context, path ?? "")).AllowAnonymous();

    async Task Call(HttpContext context, string path)
    {
        EndpointAnswer.Protect(context.Response);
        using var permit = limiter.AttemptAcquire(context);
        if (!permit.IsAcquired)
        {
            await Problems.TooMany(context.Request, settings.CallsPerMinute, TimeSpan.FromMinutes(1)).ExecuteAsync(context);
            return;
        }
        if (!runtime.Intake.IsOpen)
        {
            context.Response.Headers.RetryAfter = "60";
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var fitting = table.Find(path.Trim('/'), Chosen(context.Request, "X-Correlation-Id", "correlationId"),
            Chosen(context.Request, "X-Workflow-Instance-Id", "workflowInstanceId"));
        var found = fitting.Where(match => match.Endpoint.Rule.Methods.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase)).ToList();
        // A fixed path goes before one with open parts.
        if (found.Exists(match => !match.Endpoint.Rule.HasOpenParts)) found.RemoveAll(match => match.Endpoint.Rule.HasOpenParts);
        switch (found)
        {
            case []:
                context.Response.StatusCode = fitting.Count == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
                if (fitting.Count > 0)
                    context.Response.Headers.Allow = string.Join(", ", fitting.SelectMany(match => match.Endpoint.Rule.Methods).Distinct());
                return;
            case [var (endpoint, route)]:
                if (await IsLetIn(context, endpoint.Rule)) await Call(context, path, endpoint, route);
                return;
            default:
                await Problems.Of(StatusCodes.Status409Conflict,
                    "Several workflows wait for this call. Say which one: X-Workflow-Instance-Id or X-Correlation-Id.").ExecuteAsync(context);
                return;
        }
    }

    static string? Chosen(HttpRequest request, string header, string query) =>
        request.Headers[header].ToString() is { Length: > 0 } named ? named : request.Query[query].ToString() is { Length: > 0 } asked ? asked : null;

    /// <summary>
    /// A cookie comes along whoever made the page or link, so it counts only where the browser says that the call comes from our own pages.
    /// </summary>
    async Task<bool> IsLetIn(HttpContext context, HttpEndpointRule rule)
    {
        if (!rule.Authorize && rule.Policy is null) return true;
        var isSignedIn = context.User.Identity is ClaimsIdentity { IsAuthenticated: true } who
            && (who.AuthenticationType != CookieAuthenticationDefaults.AuthenticationScheme
                || context.Request.Headers["Sec-Fetch-Site"] == "same-origin");
        if (!isSignedIn)
        {
            await Problems.Of(StatusCodes.Status401Unauthorized, "Sign in first: send the header Authorization: ApiKey KEY.").ExecuteAsync(context);
            return false;
        }
        if (await IsAllowed(context, rule.Policy)) return true;
        await Problems.Of(StatusCodes.Status403Forbidden, "Your role or key does not allow this.").ExecuteAsync(context);
        return false;
    }

    async Task<bool> IsAllowed(HttpContext context, string? policy)
    {
        var standard = await context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>().GetDefaultPolicyAsync();
        if (!(await authorization.AuthorizeAsync(context.User, context, standard)).Succeeded) return false;
        if (policy is null) return true;
        // A policy that this server does not have lets nobody in.
        return await context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(policy) is { } known
            && (await authorization.AuthorizeAsync(context.User, context, known)).Succeeded;
    }

    async Task Call(HttpContext context, string path, OpenEndpoint endpoint, RouteValueDictionary route)
    {
        var rule = endpoint.Rule;
        System.Text.Json.Nodes.JsonObject call;
        var largest = Math.Min(rule.SizeLimit ?? settings.LargestRequest, settings.LargestRequest);
        try { call = await EndpointCall.Read(context.Request, path, route, rule, largest); }
        catch (EndpointRefusal refusal)
        {
            await Problems.Of(refusal.Status, refusal.Message).ExecuteAsync(context);
            return;
        }
        var instanceId = endpoint.InstanceId ?? ids.Next();
        using var answers = new AwaitedAnswer(runtime, instanceId);
        var burst = endpoint.BookmarkId is { } bookmarkId
            ? await runtime.Deliver(instanceId, new Stimulus.TaskCompleted(bookmarkId, call))
            : await runtime.Start(new QueuedStimulus.StartInstance(
                instanceId, endpoint.DefinitionId, [], Chosen(context.Request, "X-Correlation-Id", "correlationId"), TriggerNodeId: endpoint.NodeId,
                TriggerPayload: call));
        if (burst is null)
        {
            // Somebody else called first, or the workflow was taken back just now.
            await Problems.Of(StatusCodes.Status409Conflict, "Somebody else was faster: nothing waits for this call any more.").ExecuteAsync(context);
            return;
        }
        var limit = rule.Timeout is { } wished && wished > TimeSpan.Zero && wished < settings.LongestWait ? wished : settings.LongestWait;
        switch (await answers.Wait(burst, limit, context.RequestAborted))
        {
            case { Answer: { } answer }:
                await EndpointAnswer.Write(context, answer, instanceId);
                break;
            case { HasFailed: true }:
                await EndpointAnswer.WriteFault(context, instanceId);
                break;
            default:
                await EndpointAnswer.WriteAccepted(context, instanceId);
                break;
        }
    }

    public void Dispose() => limiter.Dispose();
}

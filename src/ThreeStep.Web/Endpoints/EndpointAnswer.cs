using System.Text.Json.Nodes;
using ThreeStep.Web.Http;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Endpoints;

/// <summary>Writes what a workflow answers. It cannot set cookies or loosen what protects this server's own pages.</summary>
static class EndpointAnswer
{
    /// <summary>An answer is shown as a document of nobody: no script runs in it, so that a workflow's page cannot act as whoever looks at
    /// it.</summary>
    const string Sandbox = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    static readonly HashSet<string> notTheirs = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-Cookie", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security", "Clear-Site-Data",
        "Service-Worker-Allowed",
        "Access-Control-Allow-Credentials", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Keep-Alive", "Trailer",
        "WWW-Authenticate",
    };

    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Sandbox;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
    }

    public static async Task Write(HttpContext context, HttpResponseCommand answer, string instanceId)
    {
        var response = context.Response;
        response.StatusCode = answer.StatusCode;
        response.Headers["x-elsa-workflow-instance-id"] = instanceId;
        foreach (var (name, values) in answer.Headers)
            if (!notTheirs.Contains(name) && values.All(value => !value.Any(char.IsControl))) response.Headers[name] = values;
        if (answer is not { Content: not null, ContentType: { } type }
            || answer.StatusCode is StatusCodes.Status204NoContent or StatusCodes.Status304NotModified)
            return;
        response.ContentType = type;
        await response.Body.WriteAsync(HttpBody.ToBytes(answer.Content, type), context.RequestAborted);
    }

    /// <summary>The workflow has not answered: it waits for something else, or has nothing to say.</summary>
    public static Task WriteAccepted(HttpContext context, string instanceId)
    {
        context.Response.Headers["x-elsa-workflow-instance-id"] = instanceId;
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["workflowInstanceIds"] = new JsonArray(instanceId) }, context.RequestAborted);
    }

    /// <summary>A fault is told without its message, which is for those who draw workflows.</summary>
    public static Task WriteFault(HttpContext context, string instanceId)
    {
        context.Response.Headers["x-elsa-workflow-instance-id"] = instanceId;
        return Problems.Of(StatusCodes.Status500InternalServerError, "The workflow stopped at a step that failed. Its process owner has been told.")
            .ExecuteAsync(context);
    }
}

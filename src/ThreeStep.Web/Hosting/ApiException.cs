using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;

namespace ThreeStep.Web.Hosting;

/// <summary>A request that cannot be carried out, with the offending field if there is one. Becomes RFC 9457 problem details.</summary>
public sealed class ApiException(int status, string message, string? field = null) : Exception(message)
{
    public int Status { get; } = status;
    public string? Field { get; } = field;

    public static ApiException NotFound(string what, string id) => new(StatusCodes.Status404NotFound, $"There is no {what} '{id}'.");
    public static ApiException Invalid(string field, string message) => new(StatusCodes.Status400BadRequest, message, field);
    public static ApiException Conflict(string message, string? field = null) => new(StatusCodes.Status409Conflict, message, field);
    public static ApiException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);
}

/// <summary>Turns what endpoints throw into problem details. Elsa's own clients find their <c>statusCode</c>, <c>message</c> and <c>errors</c> in the same body.</summary>
static class Problems
{
    public static void UseProblems(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            // What the framework refuses (nobody signed in, not allowed, no such route) is told in the same form.
            if (context.Response.StatusCode >= 400 && context.Request.Path.StartsWithSegments("/api") && context.Response.ContentType is null)
                await Write(context, context.Response.StatusCode, Explain(context.Response.StatusCode), null);
        }
        catch (ApiException error) { await Write(context, error.Status, error.Message, error.Field); }
        catch (DefinitionException error) { await Write(context, StatusCodes.Status400BadRequest, error.Message, error.Field); }
        catch (IntakeClosedException error) { await Write(context, StatusCodes.Status503ServiceUnavailable, error.Message, null); }
        catch (JsonException error) { await Write(context, StatusCodes.Status400BadRequest, error.Message, error.Path is { Length: > 0 } path ? path : "body"); }
        catch (BadHttpRequestException error) when (error.InnerException is JsonException json) { await Write(context, StatusCodes.Status400BadRequest, json.Message, json.Path is { Length: > 2 } path ? path[2..] : "body"); }
        catch (BadHttpRequestException error) { await Write(context, error.StatusCode, error.Message, null); }
        catch (Exception error) when (error is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            app.Logger.LogError(error, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await Write(context, StatusCodes.Status500InternalServerError, "Something went wrong on the server; its log says what.", null);
        }
    });

    static string Explain(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Sign in first: send the header Authorization: ApiKey KEY.",
        StatusCodes.Status403Forbidden => "Your role does not allow this.",
        StatusCodes.Status404NotFound => "There is no such address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not know the method.",
        _ => "The request could not be carried out.",
    };

    static async Task Write(HttpContext context, int status, string message, string? field)
    {
        if (context.Response.HasStarted) return;
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        var problem = new JsonObject { ["type"] = "about:blank", ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), ["status"] = status, ["detail"] = message };
        if (field is not null) problem["errors"] = new JsonObject { [field] = new JsonArray(message) };
        problem["statusCode"] = status;
        problem["message"] = message;
        problem["instance"] = context.Request.Path.Value;
        await context.Response.WriteAsync(problem.ToJsonString(Workflows.Values.Json.Options));
    }
}

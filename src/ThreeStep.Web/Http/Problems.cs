using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Http;

/// <summary>
/// Turns what endpoints throw into problem details. Elsa's own clients find their <c>statusCode</c>, <c>message</c> and <c>errors</c> in the same
/// body.
/// </summary>
static partial class Problems
{
    const int SecondsToRetry = 5;

    public static void UseProblems(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
            // What the framework refuses (nobody signed in, not allowed, no such route) is told in the same form.
            if (context.Response.StatusCode >= 400 && context.Request.Path.StartsWithSegments("/api") && context.Response.ContentType is null)
                await Write(context, context.Response.StatusCode, Explain(context.Response.StatusCode), null);
        }
        catch (RefusalException error)
        {
            var words = Texts.Texts.In(ReaderLanguage.Of(context.Request), error.Words);
            await Write(context, StatusOf(error.Kind), words, error.Field, error.Candidates, Mistakes(context, error));
        }
        catch (DefinitionRefusedException error)
        {
            await Write(context, StatusCodes.Status403Forbidden, Texts.Texts.In(ReaderLanguage.Of(context.Request), error.Words), null);
        }
        catch (DefinitionException error) { await Write(context, StatusCodes.Status400BadRequest, error.Message, error.Field); }
        catch (DefinitionConflictException error)
        {
            await Write(context, StatusCodes.Status409Conflict, ConflictText(context.Request, error),
            "definition");
        }
        catch (DefinitionInUseException error)
        {
            await Write(context, StatusCodes.Status409Conflict, InUseText(context.Request, error),
            "definition");
        }
        catch (ValueConversionException error)
        {
            await Write(context, StatusCodes.Status400BadRequest, ActivityTexts.In(ReaderLanguage.Of(context.Request), error.Words), "variables");
        }
        catch (IntakeClosedException error)
        {
            await Write(context, StatusCodes.Status503ServiceUnavailable, Texts.Texts.In(ReaderLanguage.Of(context.Request), error.Message), null);
        }
        catch (BacklogException error)
        {
            await Unavailable(Texts.Texts.In(ReaderLanguage.Of(context.Request), error.Message)).ExecuteAsync(context);
        }
        catch (UnreadableDocumentException error)
        {
            await Write(context, StatusCodes.Status409Conflict, ActivityTexts.In(ReaderLanguage.Of(context.Request), error.Words), null);
        }
        catch (JsonException error) { await Refuse(context, error); }
        catch (BadHttpRequestException error) when (error.InnerException is JsonException json) { await Refuse(context, json); }
        // One of several kinds of things, without the word that says which.
        catch (NotSupportedException error) when (error.Source == "System.Text.Json" && Unsaid().Match(error.Message) is { Success: true } unsaid)
        {
            await WriteMisfit(context, unsaid.Groups[1].Value);
        }
        // A form that cannot be taken apart.
        catch (InvalidDataException error) when (context.Request.HasFormContentType)
        {
            await Write(context, StatusCodes.Status400BadRequest, error.Message, "body");
        }
        catch (BadHttpRequestException error) when (Misfit().Match(error.Message) is { Success: true } misfit)
        {
            await WriteMisfit(context, JsonNamingPolicy.CamelCase.ConvertName(misfit.Groups[1].Value));
        }
        catch (BadHttpRequestException error) { await Write(context, error.StatusCode, error.Message, null); }
        catch (Exception error) when (Unavailability.Of(error) is { } reason)
        {
            if (context.Response.HasStarted) return;
            context.Response.Clear();
            await Unavailable(UnavailableText(ReaderLanguage.Of(context.Request), reason)).ExecuteAsync(context);
        }
        catch (Exception error) when (error is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            app.Logger.LogError(error, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await Write(context, StatusCodes.Status500InternalServerError, "Something went wrong on the server; its log says what.", null);
        }
    });

    static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotSignedIn => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    static string ConflictText(HttpRequest request, DefinitionConflictException error) => string.Format(CultureInfo.InvariantCulture,
        ActivityTexts.In(ReaderLanguage.Of(request),
            "“{0}” was saved by somebody else meanwhile. Reload it to see their changes; yours were not saved."), error.Name);

    static string InUseText(HttpRequest request, DefinitionInUseException error) => string.Format(CultureInfo.InvariantCulture,
        ActivityTexts.In(ReaderLanguage.Of(request),
            "“{0}” version {1} is in use: {2} instances still run on it. Let them end, move them to another version, or cancel them first."),
            error.Name, error.Version, error.Running);

    static string Explain(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Sign in first: send the header Authorization: ApiKey KEY.",
        StatusCodes.Status403Forbidden => "Your role does not allow this.",
        StatusCodes.Status404NotFound => "There is no such address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not know the method.",
        _ => "The request could not be carried out.",
    };

    /// <summary>Each field with what speaks against it; null where one alone is refused.</summary>
    static JsonObject? Mistakes(HttpContext context, RefusalException error) => error.Mistakes.Count == 0 ? null : new JsonObject(error.Mistakes
        .Select(mistake => KeyValuePair.Create(mistake.Field ?? "",
            (JsonNode?)new JsonArray(Texts.Texts.In(ReaderLanguage.Of(context.Request), mistake.Words)))));

    static async Task Write(HttpContext context, int status, string message, string? field, IReadOnlyList<LikelyDuplicate>? candidates = null,
        JsonObject? errors = null)
    {
        if (context.Response.HasStarted) return;
        context.Response.Clear();
        errors ??= field is null ? null : new JsonObject { [field] = new JsonArray(message) };
        await new Problem(status, message, errors, candidates is { Count: > 0 } ? ValueConversion.From(candidates) : null).ExecuteAsync(context);
    }

    /// <summary>
    /// A body that is no JSON is told where it breaks; a value that does not fit is told by its field, not by the types of this program.
    /// </summary>
    static Task Refuse(HttpContext context, JsonException error)
    {
        var field = error.Path is { Length: > 2 } path ? path[2..] : "body";
        var isMisfit = error.Message.Contains("converted", StringComparison.Ordinal) || error.Message.Contains("type '", StringComparison.Ordinal);
        return isMisfit ? WriteMisfit(context, field) : Write(context, StatusCodes.Status400BadRequest, error.Message, field);
    }

    static Task WriteMisfit(HttpContext context, string field)
    {
        Message misfit = $"The value of “{field}” cannot be read: it does not have the form that is needed there.";
        return Write(context, StatusCodes.Status400BadRequest, Texts.Texts.In(ReaderLanguage.Of(context.Request), misfit), field);
    }

    /// <summary>What the framework says of a value in the address: its type, its name, and the value.</summary>
    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from")] private static partial Regex Misfit();

    /// <summary>Where what was read leaves its kind unsaid.</summary>
    [GeneratedRegex("discriminator.*Path: \\$\\.?([\\w.\\[\\]]*)", RegexOptions.Singleline)] private static partial Regex Unsaid();

    /// <summary>Why nothing was done, and that it will be possible again.</summary>
    public static string UnavailableText(CultureInfo language, UnavailableReason reason)
    {
        var whatThatMeans = Texts.Texts.In(language, "Nothing was saved. Try again in a moment; the server goes on by itself.");
        return $"{Texts.Texts.In(language, Unavailability.Explain(reason))} {whatThatMeans}";
    }

    /// <summary>503: the same may be asked again soon.</summary>
    public static IResult Unavailable(string message) =>
        new Problem(StatusCodes.Status503ServiceUnavailable, message, null, retryAfter: SecondsToRetry);

    /// <summary>429: the caller has asked too often.</summary>
    /// <param name="pause">After that they may ask again.</param>
    public static IResult TooMany(HttpRequest request, int callsAMinute, TimeSpan pause)
    {
        Message told = $"More than {callsAMinute} calls in a minute. Try again later.";
        return new Problem(StatusCodes.Status429TooManyRequests, Texts.Texts.In(ReaderLanguage.Of(request), told), null,
            retryAfter: Math.Max(1, (int)Math.Ceiling(pause.TotalSeconds)));
    }

    /// <summary>503: too much is asked at once, of the server or by the caller.</summary>
    public static IResult Busy(HttpRequest request) =>
        Unavailable(Texts.Texts.In(ReaderLanguage.Of(request), "Too many calls at once. Try again in a moment."));

    /// <summary>Problem details.</summary>
    /// <param name="errors">Messages by field.</param>
    public static IResult Of(int status, string message, JsonObject? errors = null) => new Problem(status, message, errors);

    /// <param name="candidates">What is likely the same already.</param>
    /// <param name="retryAfter">In so many seconds the same may be asked again.</param>
    sealed class Problem(int status, string message, JsonObject? errors, JsonNode? candidates = null, int? retryAfter = null) : IResult
    {
        /// <summary>Somebody who opens a page that cannot be shown reads the sentence alone.</summary>
        bool IsForPerson(HttpRequest request) =>
            retryAfter is not null && request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html");

        public Task ExecuteAsync(HttpContext httpContext)
        {
            var body = new JsonObject
            {
                ["type"] = "about:blank",
                ["title"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
                ["status"] = status,
                ["detail"] = message
            };
            if (errors is not null) body["errors"] = errors;
            if (candidates is not null) body["candidates"] = candidates;
            body["statusCode"] = status;
            body["message"] = message;
            body["instance"] = httpContext.Request.Path.Value;
            httpContext.Response.StatusCode = status;
            if (retryAfter is { } seconds) httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            if (IsForPerson(httpContext.Request))
            {
                httpContext.Response.ContentType = "text/plain; charset=utf-8";
                return httpContext.Response.WriteAsync(message);
            }
            httpContext.Response.ContentType = "application/problem+json";
            return httpContext.Response.WriteAsync(body.ToJsonString(Workflows.Values.Json.Options));
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;

namespace ThreeStep.Web.Http;

/// <summary>Reads JSON bodies. A missing body is an empty object; anything but an object is refused.</summary>
static class RequestBody
{
    static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    public static async Task<JsonObject> ReadObject(HttpRequest request)
    {
        if (request.ContentLength is 0 || request.ContentLength is null && request.Headers.TransferEncoding.Count == 0) return [];
        try
        {
            return await JsonNode.ParseAsync(request.Body, documentOptions: Options, cancellationToken: request.HttpContext.RequestAborted) switch
            {
                JsonObject body => body,
                null => [],
                _ => throw RefusalException.Invalid("body", "The body must be a JSON object."),
            };
        }
        catch (JsonException error)
        {
            throw RefusalException.Invalid("body", $"The body is not valid JSON: {error.Message}");
        }
        catch (ArgumentException error)
        {
            // A property that stands twice in one object.
            throw RefusalException.Invalid("body", $"The body is not valid JSON: {error.Message}");
        }
    }

    /// <summary>So much of a file as may be kept, and a little more where it is too large.</summary>
    /// <param name="largest">In bytes.</param>
    public static async Task<byte[]> ReadUpTo(Stream body, int largest, CancellationToken token)
    {
        using var kept = new MemoryStream();
        var part = new byte[81_920];
        while (kept.Length <= largest && await body.ReadAsync(part, token) is var read and > 0) kept.Write(part, 0, read);
        return kept.ToArray();
    }
}

/// <summary>Writes JSON answers with Chinese kept readable.</summary>
static class JsonAnswer
{
    public static async Task Write(HttpResponse response, JsonNode? body, int status = StatusCodes.Status200OK)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        await using var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = Workflows.Values.Json.Options.Encoder });
        if (body is null) writer.WriteNullValue();
        else body.WriteTo(writer, Workflows.Values.Json.Options);
    }

    public static IResult Of(JsonNode? body, int status = StatusCodes.Status200OK) => new Result(body, status);

    sealed class Result(JsonNode? body, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Write(httpContext.Response, body, status);
    }
}

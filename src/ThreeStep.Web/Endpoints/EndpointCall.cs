using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Endpoints;

/// <summary>An HTTP request as a workflow gets it. Keys and cookies stay outside.</summary>
static class EndpointCall
{
    static readonly HashSet<string> secret = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Proxy-Authorization" };

    /// <param name="largest">Bytes of the body, at most.</param>
    /// <returns>The request, with <c>refused</c> where the workflow wants to hear of what was wrong with it.</returns>
    /// <exception cref="EndpointRefusal">The request is not as the endpoint wants it.</exception>
    public static async Task<JsonObject> Read(HttpRequest request, string path, RouteValueDictionary route, HttpEndpointRule rule, long largest)
    {
        var call = new JsonObject
        {
            ["method"] = request.Method,
            ["path"] = $"/workflows/{path}",
            ["contentType"] = request.ContentType,
            ["routeData"] = new JsonObject(route.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value?.ToString()))),
            ["queryString"] = Values(request.Query.Select(part => KeyValuePair.Create(part.Key, part.Value.ToArray()))),
            ["headers"] = Values(request.Headers.Where(header => !secret.Contains(header.Key))
                .Select(header => KeyValuePair.Create(header.Key, header.Value.ToArray()))),
        };
        try
        {
            if (request.HasFormContentType) await ReadForm(request, call, rule, largest);
            else call["content"] = HttpBody.Parse(await ReadBody(request, largest), request.ContentType);
        }
        catch (EndpointRefusal refusal) when (rule.ExposedOutcomes?.Contains(refusal.Outcome) == true)
        {
            call["refused"] = refusal.Outcome;
        }
        return call;
    }

    static JsonObject Values(IEnumerable<KeyValuePair<string, string?[]>> source) =>
        HttpHeaderValues.ToJson(source.Select(part => KeyValuePair.Create(part.Key, part.Value.Select(value => value ?? "").ToArray())));

    static async Task<byte[]> ReadBody(HttpRequest request, long largest)
    {
        if (request.ContentLength > largest) throw EndpointRefusal.TooLarge(largest);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
        {
            if (body.Length + read > largest) throw EndpointRefusal.TooLarge(largest);
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    static async Task ReadForm(HttpRequest request, JsonObject call, HttpEndpointRule rule, long largest)
    {
        if (request.ContentLength > largest) throw EndpointRefusal.TooLarge(largest);
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = largest;
        IFormCollection form;
        try { form = await request.ReadFormAsync(new FormOptions { MultipartBodyLengthLimit = largest }, request.HttpContext.RequestAborted); }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            throw EndpointRefusal.TooLarge(largest);
        }
        call["content"] = Values(form.Select(field => KeyValuePair.Create(field.Key, field.Value.ToArray())));
        var files = new JsonArray();
        foreach (var file in form.Files)
        {
            Check(file, rule);
            await using var content = file.OpenReadStream();
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes);
            files.Add((JsonNode)new JsonObject
            {
                ["Name"] = file.Name,
                ["FileName"] = Path.GetFileName(file.FileName),
                ["ContentType"] = file.ContentType,
                ["Length"] = file.Length,
                ["Content"] = Convert.ToBase64String(bytes.ToArray()),
            });
        }
        call["files"] = files;
    }

    static void Check(IFormFile file, HttpEndpointRule rule)
    {
        if (file.Length > rule.FileSizeLimit) throw new EndpointRefusal(StatusCodes.Status413PayloadTooLarge, HttpEndpoint.FileTooLarge);
        var extension = Path.GetExtension(file.FileName).TrimStart('.');
        bool Names(IReadOnlyList<string> list) => list.Any(item => item.Trim().TrimStart('.').Equals(extension, StringComparison.OrdinalIgnoreCase));
        if ((rule.AllowedExtensions is { Count: > 0 } allowed && !Names(allowed))
            || (rule.BlockedExtensions is { Count: > 0 } blocked && Names(blocked)))
            throw new EndpointRefusal(StatusCodes.Status415UnsupportedMediaType, HttpEndpoint.InvalidFileExtension);
        if (rule.AllowedTypes is { Count: > 0 } types && !types.Contains(file.ContentType, StringComparer.OrdinalIgnoreCase))
            throw new EndpointRefusal(StatusCodes.Status415UnsupportedMediaType, HttpEndpoint.InvalidFileType);
    }
}

/// <summary>A call is not as its endpoint wants it.</summary>
/// <param name="outcome">The name by which a workflow may hear of it.</param>
sealed class EndpointRefusal(int status, string outcome) : Exception($"{outcome}.")
{
    public int Status => status;
    public string Outcome => outcome;

    public static EndpointRefusal TooLarge(long largest) =>
        new(StatusCodes.Status413PayloadTooLarge, HttpEndpoint.RequestTooLarge) { Data = { ["largest"] = largest } };
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Studio;

/// <summary>
/// Elsa Studio under /studio: its files as they come from npm (precompressed, cached for ever where their names carry a fingerprint) inside
/// of a thin frame of ours. Its pages are for process owners; its files, which say nothing of this company, for everybody.
/// </summary>
static class StudioEndpoints
{
    static readonly FileExtensionContentTypeProvider ContentTypes =
        new(new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings, StringComparer.OrdinalIgnoreCase)
        {
            [".dat"] = "application/octet-stream",
            [".blat"] = "application/octet-stream",
            [".dll"] = "application/octet-stream",
            [".pdb"] = "application/octet-stream",
        });

    static readonly (string Encoding, string Suffix)[] Compressed = [("br", ".br"), ("gzip", ".gz")];

    public static void MapStudio(this WebApplication app, Installation installation)
    {
        app.MapGet("/studio/appsettings.json", (HttpRequest request) =>
            JsonAnswer.Of(new JsonObject
            {
                ["Backend"] = new JsonObject { ["Url"] = $"{request.Scheme}://{request.Host}/elsa/api" },
                ["Localization"] = new JsonObject { ["DefaultCulture"] = "en-US", ["SupportedCultures"] = new JsonArray("en-US", "zh-CN") }
            }))
            .AllowAnonymous();
        app.MapGet("/studio/frame.css", () => Own("frame.css", "text/css")).AllowAnonymous();
        foreach (var script in (string[])["start.js", "frame.js", "canvas.js", "palette.js"])
            app.MapGet($"/studio/{script}", () => Own(script, "text/javascript")).AllowAnonymous();
        app.MapGet("/studio/activities.css", (ActivityRegistry registry) => Results.Text(ActivityStyles.Of(registry), "text/css; charset=utf-8"))
            .AllowAnonymous();
        foreach (var page in (string[])["/studio", "/studio/workflows/{**rest}", "/studio/instances/{**rest}"])
            app.MapGet(page, () => installation.StudioFolder is null ? NotInstalled() : Own("studio.html", "text/html"))
                .RequireAuthorization(Policies.Process);
        app.MapGet("/studio/{**path}", (HttpContext context, string? path) => Answer(context, path ?? "", installation.StudioFolder))
            .AllowAnonymous();
    }

    static IResult Answer(HttpContext context, string path, string? folder)
    {
        if (folder is null) return NotInstalled();
        var file = Path.GetFullPath(Path.Combine(folder, path));
        return file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? Send(context, file, path)
            : Results.NotFound();
    }

    static IResult NotInstalled() =>
        Results.Problem("Elsa Studio is not installed. Install Node.js 20 or later and build again: the build fetches it with npm.",
        statusCode: StatusCodes.Status503ServiceUnavailable);

    static IResult Send(HttpContext context, string file, string path)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = path.StartsWith("_framework/", StringComparison.Ordinal) && path.Count(letter => letter == '.') > 1
            ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        headers.Vary = HeaderNames.AcceptEncoding;
        var type = ContentTypes.TryGetContentType(file, out var known) ? known : "application/octet-stream";
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding.Where(encoding => encoding.Quality is not 0)
            .Select(encoding => encoding.Value.ToString()).ToList();
        foreach (var (encoding, suffix) in Compressed)
        {
            if (!accepted.Contains(encoding) || !File.Exists(file + suffix)) continue;
            headers.ContentEncoding = encoding;
            return Results.File(file + suffix, type);
        }
        return Results.File(file, type);
    }

    static IResult Own(string name, string type) =>
        Results.Stream(typeof(StudioEndpoints).Assembly.GetManifestResourceStream($"ThreeStep.Web.Studio.{name}")!, $"{type}; charset=utf-8");
}

using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Studio;

/// <summary>
/// Elsa Studio under /studio: its files as they come from npm (precompressed, cached for ever where their names carry a fingerprint) inside
/// of a thin frame of ours. The page asks for a key; the API behind it checks every request.
/// </summary>
static class StudioEndpoints
{
    static readonly FileExtensionContentTypeProvider ContentTypes = new(new Dictionary<string, string>(new FileExtensionContentTypeProvider().Mappings, StringComparer.OrdinalIgnoreCase)
    {
        [".dat"] = "application/octet-stream",
        [".blat"] = "application/octet-stream",
        [".dll"] = "application/octet-stream",
        [".pdb"] = "application/octet-stream",
    });

    static readonly (string Encoding, string Suffix)[] Compressed = [("br", ".br"), ("gzip", ".gz")];

    public static void MapStudio(this WebApplication app, Installation installation)
    {
        app.MapGet("/studio/appsettings.json", (HttpRequest request) => JsonAnswer.Of(new JsonObject { ["Backend"] = new JsonObject { ["Url"] = $"{request.Scheme}://{request.Host}/elsa/api" }, ["Localization"] = new JsonObject { ["DefaultCulture"] = "en-US", ["SupportedCultures"] = new JsonArray("en-US", "zh-CN") } })).AllowAnonymous();
        app.MapGet("/studio/frame.css", () => Own("frame.css", "text/css")).AllowAnonymous();
        app.MapGet("/studio/frame.js", () => Own("frame.js", "text/javascript")).AllowAnonymous();
        app.MapGet("/studio/activities.css", (ActivityRegistry registry) => Results.Text(ActivityStyles.Of(registry), "text/css; charset=utf-8")).AllowAnonymous();
        app.MapGet("/studio/standing", (ClaimsPrincipal caller) => JsonAnswer.Of(new JsonObject { ["signedIn"] = caller.Identity?.IsAuthenticated == true, ["allowed"] = caller.Is(Role.ProcessOwner, Role.Admin) })).AllowAnonymous();
        app.MapPost("/studio/sign-in", SignIn).AllowAnonymous();
        app.MapPost("/studio/sign-out", async (HttpContext context) => { await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme); return Results.NoContent(); }).AllowAnonymous();
        app.MapGet("/studio/{**path}", (HttpContext context, string? path) => Answer(context, path ?? "", installation.StudioFolder)).AllowAnonymous();
    }

    /// <summary>Exchanges a key for a cookie, which scripts cannot read.</summary>
    static async Task<IResult> SignIn(HttpContext context, ServerKey serverKey, DatabaseFile file)
    {
        var key = (await RequestBody.ReadObject(context.Request)).Text("key")?.Trim() ?? "";
        if (Callers.OfKey(key, CookieAuthenticationDefaults.AuthenticationScheme, serverKey, file) is not { } caller) throw new ApiException(StatusCodes.Status401Unauthorized, "The key is not known.", "key");
        if (!caller.Is(Role.ProcessOwner, Role.Admin)) throw ApiException.Forbidden("This key may not change workflows.");
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, caller);
        return Results.NoContent();
    }

    static IResult Answer(HttpContext context, string path, string? folder)
    {
        if (folder is null)
            return Results.Problem("Elsa Studio is not installed. Install Node.js 20 or later and build again: the build fetches it with npm.", statusCode: StatusCodes.Status503ServiceUnavailable);
        if (path is "" or "workflows" or "instances" || path.StartsWith("workflows/", StringComparison.Ordinal) || path.StartsWith("instances/", StringComparison.Ordinal)) return Own("studio.html", "text/html");
        var file = Path.GetFullPath(Path.Combine(folder, path));
        return file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? Send(context, file, path) : Results.NotFound();
    }

    static IResult Send(HttpContext context, string file, string path)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = path.StartsWith("_framework/", StringComparison.Ordinal) && path.Count(letter => letter == '.') > 1 ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        headers.Vary = HeaderNames.AcceptEncoding;
        var type = ContentTypes.TryGetContentType(file, out var known) ? known : "application/octet-stream";
        var accepted = context.Request.GetTypedHeaders().AcceptEncoding.Where(encoding => encoding.Quality is not 0).Select(encoding => encoding.Value.ToString()).ToList();
        foreach (var (encoding, suffix) in Compressed)
        {
            if (!accepted.Contains(encoding) || !File.Exists(file + suffix)) continue;
            headers.ContentEncoding = encoding;
            return Results.File(file + suffix, type);
        }
        return Results.File(file, type);
    }

    static IResult Own(string name, string type) => Results.Stream(typeof(StudioEndpoints).Assembly.GetManifestResourceStream($"ThreeStep.Web.Studio.{name}")!, $"{type}; charset=utf-8");
}

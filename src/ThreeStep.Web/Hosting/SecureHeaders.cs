namespace ThreeStep.Web.Hosting;

/// <summary>
/// Headers that tell browsers what this server's pages never do. Scripts come from here only and none stands in a page; styles may, because the
/// components set theirs by attribute. Elsa Studio is WebAssembly and runs its code editor's workers from memory; Hangfire's dashboard has scripts in
/// its pages.
/// </summary>
static class SecureHeaders
{
    const string Common = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>
    /// The scripts that Studio writes into its page (keyboard shortcuts of its editor and of its lists), as @elsa-workflows/elsa-studio-wasm 3.8.2
    /// has them.
    /// </summary>
    const string StudioShortcuts = "'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='";

    public static void UseSecureHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/studio")
            ? $"{Common}; script-src 'self' 'wasm-unsafe-eval' {StudioShortcuts}; worker-src 'self' blob:"
            : context.Request.Path.StartsWithSegments("/hangfire") ? $"{Common}; script-src 'self' 'unsafe-inline'"
            : $"{Common}; script-src 'self'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    });
}

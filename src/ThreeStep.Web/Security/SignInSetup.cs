using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Elsa;
using ThreeStep.Web.Elsa.Instances;
using ThreeStep.Web.Hosting;

namespace ThreeStep.Web.Security;

/// <summary>How callers are known: programs by their key, browsers by a cookie.</summary>
static class SignInSetup
{
    const string Either = "Caller";

    public static void AddSignIn(this IServiceCollection services, Installation installation)
    {
        services.AddSingleton(new ServerKey(Environment.GetEnvironmentVariable("THREESTEP_API_KEY")));
        // Kept beside the data, so that a restart signs nobody out.
        services.AddDataProtection().PersistKeysToFileSystem(KeyFolder(installation)).SetApplicationName("ThreeStep");
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, choice => choice.ForwardDefaultSelector = context => SendsKey(context.Request) ? ApiKeyHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "threestep";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                cookie.SlidingExpiration = true;
                cookie.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
                cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
                cookie.Events.OnValidatePrincipal = StillAllowed;
            });
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Process, policy => policy.RequireRole(nameof(Role.ProcessOwner), nameof(Role.Admin)))
            .AddPolicy(Policies.Administration, policy => policy.RequireRole(nameof(Role.Admin)))
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    /// <summary>Only the account that runs the server may read the keys.</summary>
    static DirectoryInfo KeyFolder(Installation installation)
    {
        var path = Path.Combine(installation.Data, "keys");
        return OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static bool SendsKey(HttpRequest request) => request.Headers.Authorization.Count > 0 || ApiKeyHandler.TokenOf(request) is not null;

    static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>Who was made inactive, or has another role by now, is signed out at once.</summary>
    static Task StillAllowed(CookieValidatePrincipalContext context)
    {
        if (context.Principal?.UserId() is not { } id) return Task.CompletedTask;
        using var database = context.HttpContext.RequestServices.GetRequiredService<DatabaseFile>().Query();
        var role = database.Users.Where(user => user.Id == id && user.IsActive).Select(user => (Role?)user.Role).FirstOrDefault();
        if (role is null || !context.Principal.IsInRole(role.Value.ToString())) context.RejectPrincipal();
        return Task.CompletedTask;
    }

    /// <summary>
    /// A cookie is sent by the browser whoever made the page, so a change that rides on it must come from our own pages: browsers say so
    /// themselves in Sec-Fetch-Site, older ones in Origin.
    /// </summary>
    public static void UseOwnPagesOnly(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var ridesOnCookie = context.User.Identity is ClaimsIdentity { IsAuthenticated: true, AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme };
        if ((isSafe && !request.Path.StartsWithSegments(InstanceHub.Path)) || !ridesOnCookie || IsOwnPage(request)) return next(context);
        return Problems.Of(StatusCodes.Status403Forbidden, "This change did not come from one of this server's own pages.").ExecuteAsync(context);
    });

    static bool IsOwnPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
        ? site == "same-origin"
        : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;
}

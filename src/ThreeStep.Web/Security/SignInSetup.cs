using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.SignIns;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Security;

/// <summary>How callers are known: programs by their key, people by a cookie that a password or the company's identity provider got them.</summary>
static class SignInSetup
{
    const string Either = "Caller";

    public static void AddSignIn(this IServiceCollection services, Installation installation)
    {
        services.AddSingleton(new ServerKey(Environment.GetEnvironmentVariable("THREESTEP_API_KEY")));
        services.AddPasswords();
        var schemes = services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, choice => choice.ForwardDefaultSelector = context =>
                SendsKey(context.Request) ? ApiKeyHandler.SchemeName : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "threestep";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
                cookie.SlidingExpiration = true;
                // People are signed in by the real clock, also where the process runs on a faster one.
                cookie.TimeProvider = System.TimeProvider.System;
                cookie.LoginPath = "/sign-in";
                cookie.AccessDeniedPath = "/denied";
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
                cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
                cookie.Events.OnValidatePrincipal = StillAllowed;
            });
        HalfSignIn.Add(schemes);
        CompanySignIn.Add(schemes, installation.Settings);
        Policies.Add(services.AddAuthorizationBuilder());
    }

    /// <summary>What <see cref="PasswordSignIn"/> needs; also for commands that run without a server.</summary>
    public static void AddPasswords(this IServiceCollection services)
    {
        services.AddScoped(provider => provider.GetRequiredService<ProcessStore>().Query());
        services.AddIdentityCore<Credential>(identity =>
        {
            identity.User.AllowedUserNameCharacters = "";
            // Length is what counts (NIST SP 800-63B); rules about kinds of characters only make passwords worse.
            (identity.Password.RequiredLength, identity.Password.RequireDigit, identity.Password.RequireLowercase,
                identity.Password.RequireUppercase, identity.Password.RequireNonAlphanumeric) =
                (PasswordSignIn.ShortestPassword, false, false, false, false);
            (identity.Lockout.MaxFailedAccessAttempts, identity.Lockout.DefaultLockoutTimeSpan, identity.Lockout.AllowedForNewUsers) =
                (SignInRules.WrongTriesAllowed, SignInRules.LockOut, true);
        }).AddUserStore<UserOnlyStore<Credential, ProcessDatabase>>();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<CodeSignIn>();
    }

    static bool SendsKey(HttpRequest request) => request.Headers.Authorization.Count > 0 || ApiKeyHandler.TokenOf(request) is not null;

    /// <summary>People are led to the page that helps; programs get the plain status.</summary>
    static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html")) context.Response.Redirect(context.RedirectUri);
        else context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Who was made inactive, has another role or password by now, or must have a second factor and came in without, is signed out at once.
    /// </summary>
    static async Task StillAllowed(CookieValidatePrincipalContext context)
    {
        var store = context.HttpContext.RequestServices.GetRequiredService<ProcessStore>();
        if (context.Principal is { } caller && !await IsCurrent(caller, store, context.HttpContext.RequestAborted)) context.RejectPrincipal();
    }

    /// <summary>Whether a person that signed in some time ago still is who they were then.</summary>
    public static async Task<bool> IsCurrent(ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        if (caller.UserId() is not { } id) return false;
        await using var database = store.Query();
        var now = await database.Users.Where(user => user.Id == id && user.IsActive)
            .Select(user =>
                new
                {
                    user.Role,
                    Stamp = database.Set<Credential>().Where(row => row.Id == id).Select(row => row.SecurityStamp).FirstOrDefault(),
                    Company = database.Set<Company>().FirstOrDefault(),
                })
            .FirstOrDefaultAsync(token);
        return now is not null && caller.IsInRole(now.Role.ToString()) && (now.Stamp ?? "") == caller.FindFirstValue(Caller.Stamp)
            && (caller.IsBy(SignedInBy.Code) || caller.IsBy(SignedInBy.Company) || !now.Company.Demands(now.Role));
    }

    /// <summary>
    /// A cookie is sent by the browser whoever made the page, so a change that rides on it must come from our own pages: browsers say so
    /// themselves in Sec-Fetch-Site, older ones in Origin. The same goes for signing in, and for an answer by a mail's link.
    /// </summary>
    public static void UseOwnPagesOnly(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var isSocket = request.Path.StartsWithSegments(SocketPaths.Instances) || request.Path.StartsWithSegments(SocketPaths.Pages);
        if ((isSafe && !isSocket) || !RidesOnCookie(context) || IsOwnPage(request)) return next(context);
        return Problems.Of(StatusCodes.Status403Forbidden, "This change did not come from one of this server's own pages.").ExecuteAsync(context);
    });

    static bool RidesOnCookie(HttpContext context) =>
        context.User.Identity is ClaimsIdentity { IsAuthenticated: true, AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme }
        || context.Request.Path.StartsWithSegments("/sign-in") || context.Request.Path.StartsWithSegments(AnswerLinks.Path);

    static bool IsOwnPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
        ? site == "same-origin"
        : Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin) && origin.Authority == request.Host.Value;
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>
/// Sign-in with the company's own identity provider (OpenID Connect), where the settings name one. People are known by their mail address.
/// </summary>
static class CompanySignIn
{
    public const string Path = "/sign-in/company";

    /// <param name="Authority">Address of the provider, e.g. https://login.example.com/realms/company. Blank: there is none.</param>
    public sealed record Settings(string? Authority, string? ClientId, string? ClientSecret, string? Name)
    {
        public static Settings Of(IConfiguration settings) => settings.GetSection("OpenIdConnect").Get<Settings>() ?? new(null, null, null, null);

        public bool IsOn => !string.IsNullOrWhiteSpace(Authority);
    }

    public static void Add(AuthenticationBuilder schemes, IConfiguration configuration)
    {
        var settings = Settings.Of(configuration);
        schemes.Services.AddSingleton(settings);
        if (!settings.IsOn) return;
        schemes.AddOpenIdConnect(provider =>
        {
            (provider.Authority, provider.ClientId, provider.ClientSecret) = (settings.Authority, settings.ClientId, settings.ClientSecret);
            // A provider on this very machine, as in tests, may do without TLS; any other may not.
            provider.RequireHttpsMetadata = !new Uri(settings.Authority!).IsLoopback;
            provider.ResponseType = "code";
            // The answer comes with the address instead of a form of another site: then the cookies that belong to it need not be open to other sites
            // either.
            provider.ResponseMode = "query";
            foreach (var cookie in (CookieBuilder[])[provider.CorrelationCookie, provider.NonceCookie])
                (cookie.SameSite, cookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            provider.Scope.Add("email");
            provider.MapInboundClaims = false;
            provider.CallbackPath = "/sign-in/company/answer";
            provider.TimeProvider = System.TimeProvider.System;
            provider.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            provider.Events.OnTokenValidated = BecomeOneOfOurs;
            provider.Events.OnRemoteFailure = context =>
            {
                context.Response.Redirect("/sign-in?refused=company");
                context.HandleResponse();
                return Task.CompletedTask;
            };
        });
    }

    public static void Map(WebApplication app)
    {
        if (!app.Services.GetRequiredService<Settings>().IsOn) return;
        app.MapGet(Path, (string? returnUrl) =>
            Results.Challenge(new AuthenticationProperties { RedirectUri = LocalAddress.Of(returnUrl) },
            [OpenIdConnectDefaults.AuthenticationScheme])).AllowAnonymous();
    }

    /// <summary>The provider says who it is; what that person may do is ours to say.</summary>
    static async Task BecomeOneOfOurs(TokenValidatedContext context)
    {
        var services = context.HttpContext.RequestServices;
        var (file, runtime) = (services.GetRequiredService<ProcessStore>(), services.GetRequiredService<WorkflowRuntime>());
        var address = context.Principal?.FindFirstValue("email");
        var isUnproven = context.Principal?.FindFirstValue("email_verified") is "false";
        var token = context.HttpContext.RequestAborted;
        await using var database = file.Query();
        var people = string.IsNullOrWhiteSpace(address) || isUnproven ? []
            : await database.Users.Where(user => user.Email == address && user.IsActive).Take(2).ToListAsync(token);
        var user = people is [var only] ? only : null;
        await runtime.Record(transaction =>
            transaction.Audit(user?.Id, user is null ? nameof(AuditAction.SignInRefused) : nameof(AuditAction.SignedIn), detail: "company"));
        if (user is null)
        {
            context.Fail("Nobody here has this mail address.");
            return;
        }
        var stamp = await database.Credentials.Where(row => row.Id == user.Id).Select(row => row.SecurityStamp).FirstOrDefaultAsync(token);
        // The provider asks for a second factor of its own where the company wants one: none is asked for here.
        context.Principal = PasswordSignIn.CookieOf(user, stamp, SignedInBy.Company);
    }
}

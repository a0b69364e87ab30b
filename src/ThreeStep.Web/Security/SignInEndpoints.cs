using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Localization;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;

namespace ThreeStep.Web.Security;

/// <summary>What the pages' plain forms do: sign out, change the language.</summary>
static class SignInEndpoints
{
    public static void Map(WebApplication app)
    {
        // Both are guarded by UseOwnPagesOnly; a token would have to be fetched into pages that never reload.
        app.MapPost("/sign-out", SignOut).AllowAnonymous().DisableAntiforgery();
        app.MapPost("/language", SetLanguage).AllowAnonymous().DisableAntiforgery();
        CompanySignIn.Map(app);
    }

    static async Task<IResult> SignOut(HttpContext context, WorkflowRuntime runtime, TimeProvider clock)
    {
        if (context.User.Identity?.IsAuthenticated == true) await runtime.Record(database =>
        {
            database.Audit.Add(Audit.Line(context.User, AuditAction.SignedOut, clock.GetUtcNow()));
            return [];
        });
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect("/sign-in");
    }

    static async Task<IResult> SetLanguage(HttpContext context, WorkflowRuntime runtime)
    {
        var form = await context.Request.ReadFormAsync();
        var language = form["language"] == "en" ? ReaderLanguage.English : ReaderLanguage.Chinese;
        context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(ReaderLanguage.Region(language), language)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true });
        if (context.User.UserId() is { } id) await runtime.Record(database =>
        {
            if (database.Users.Find(id) is { } user) user.Language = language.Name;
            return [];
        });
        return Results.LocalRedirect(LocalAddress.Of(form["returnUrl"]));
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Localization;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;

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

    static async Task<IResult> SignOut(HttpContext context, WorkflowRuntime runtime)
    {
        if (context.User.Identity?.IsAuthenticated == true)
            await runtime.Record(transaction => transaction.Audit(context.User.UserId(), nameof(AuditAction.SignedOut)));
        await HalfSignIn.Forget(context);
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect("/sign-in");
    }

    static async Task<IResult> SetLanguage(HttpContext context, WorkflowRuntime runtime)
    {
        if (!context.Request.HasFormContentType) throw RefusalException.Invalid("language", "Send the language as a form.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var language = form["language"].ToString() switch
        {
            "en" => ReaderLanguage.English,
            "zh-CN" => ReaderLanguage.Chinese,
            _ => throw RefusalException.Invalid("language", "The language is zh-CN or en."),
        };
        context.Response.Cookies.Append(CookieRequestCultureProvider.DefaultCookieName,
            CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(ReaderLanguage.Region(language), language)),
            new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true });
        if (context.User.UserId() is { } id) await runtime.Record(transaction =>
        {
            if (transaction.Database.Users.Find(id) is { } user) user.Language = language.Name;
        });
        return Results.LocalRedirect(LocalAddress.Of(form["returnUrl"]));
    }
}

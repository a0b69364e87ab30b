using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using ThreeStep.Orders.Records;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.People;

/// <summary>Changing one's own password. A form of its own, because the browser must get a new cookie with the answer.</summary>
static class ProfileEndpoints
{
    /// <summary>What the profile page is told in its query when nothing was changed.</summary>
    public const string Present = "present", Code = "code", Next = "next", Locked = "locked";

    // Guarded by UseOwnPagesOnly, as the other plain forms are.
    public static void Map(WebApplication app) => app.MapPost("/profile/password", ChangePassword).DisableAntiforgery().ExcludeFromDescription();

    static async Task<IResult> ChangePassword(HttpContext context, PasswordSignIn passwords)
    {
        if (!context.Request.HasFormContentType) throw RefusalException.Invalid("present", "The present password is not right.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            var renewed = await passwords.Change(context.User, form[Present].ToString(), form[Code], form[Next].ToString());
            await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, renewed);
            return Results.LocalRedirect("/profile?said=changed");
        }
        catch (RefusalException refusal) when (refusal.Kind != RefusalKind.Forbidden)
        {
            return Results.LocalRedirect($"/profile?refused={refusal.Field switch { Present => Present, Code => Code, Next => Next, _ => Locked }}");
        }
    }
}

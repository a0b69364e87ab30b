using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using ThreeStep.Orders.SignIns;

namespace ThreeStep.Web.Security;

/// <summary>
/// Between password and code there is a cookie that says whose password was right, and opens nothing but the pages that ask for the rest: no other
/// place looks at it.
/// </summary>
static class HalfSignIn
{
    public const string CodePath = "/sign-in/code", SetUpPath = "/sign-in/set-up";
    const string Scheme = "HalfSignIn";
    static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public static void Add(AuthenticationBuilder schemes) => schemes.AddCookie(Scheme, cookie =>
    {
        cookie.Cookie.Name = "threestep-half";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.Path = "/sign-in";
        cookie.ExpireTimeSpan = Life;
        cookie.SlidingExpiration = false;
        // As all of signing in: by the real clock.
        cookie.TimeProvider = System.TimeProvider.System;
    });

    /// <summary>Gives the cookie that goes with how far somebody has come.</summary>
    /// <returns>The page that comes next.</returns>
    public static async Task<string> GoOn(HttpContext context, SignInStep step, string? returnUrl)
    {
        if (step.Answer == SignInAnswer.In)
        {
            await Finish(context, step.Cookie);
            return LocalAddress.Of(returnUrl);
        }
        await context.SignInAsync(Scheme, step.Cookie);
        return $"{(step.Answer == SignInAnswer.AsksForCode ? CodePath : SetUpPath)}?returnUrl={Uri.EscapeDataString(LocalAddress.Of(returnUrl))}";
    }

    /// <summary>Signs somebody in who has proved everything.</summary>
    public static async Task Finish(HttpContext context, ClaimsPrincipal cookie)
    {
        await Forget(context);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, cookie);
    }

    public static Task Forget(HttpContext context) => context.SignOutAsync(Scheme);

    public static ClaimsPrincipal Of(string userId, string? stamp) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, userId), new(Caller.Stamp, stamp ?? "")], Scheme));

    /// <summary>Whose password was right a short time ago in this browser; null for nobody's.</summary>
    public static async Task<HalfSignedIn?> Read(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Principal is { } half && half.UserId() is { } id
            ? new(id, half.FindFirstValue(Caller.Stamp) ?? "") : null;
}

/// <param name="Stamp">The security stamp when the password was right.</param>
sealed record HalfSignedIn(string UserId, string Stamp);

/// <summary>How far somebody has come, and the cookie that says so.</summary>
sealed record SignInStep(SignInAnswer Answer, ClaimsPrincipal Cookie);

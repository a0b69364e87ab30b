using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;

namespace ThreeStep.Web.Security;

/// <summary>Who is calling, by whatever way they signed in.</summary>
static class Caller
{
    /// <summary>The claim that carries what an API key may do, see <see cref="ApiKeyRights"/>.</summary>
    public const string KeyRights = "key-rights";
    /// <summary>The claim that says which API key it is, by its id.</summary>
    public const string KeyId = "key-id";
    /// <summary>The claim that ends a cookie when the password or the rights change.</summary>
    public const string Stamp = "stamp";

    /// <summary>The claim that says how a cookie was got, see <see cref="SignedInBy"/>.</summary>
    public const string By = "by";

    /// <summary>The claim that says by which way and from which address the caller came.</summary>
    const string From = "from";

    public static ClaimsPrincipal Of(User user, string scheme, params IEnumerable<Claim> more) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Id), new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role.ToString()),
            .. more], scheme));

    /// <summary>The same as the domain knows it.</summary>
    public static Actor Actor(this ClaimsPrincipal caller) =>
        new(caller.UserId(), Enum.TryParse<Role>(caller.FindFirstValue(ClaimTypes.Role), out var role) ? role : null,
            From: caller.FindFirstValue(From));

    /// <summary>Remembers for the record of approvals where each caller comes from: a page or the API, and the address.</summary>
    public static void UseOrigins(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.User.Identity is ClaimsIdentity { IsAuthenticated: true } caller)
            caller.AddClaim(new Claim(From, $"{(context.Request.Path.StartsWithSegments(SocketPaths.Pages) ? "page" : "api")} {AddressOf(context)}"));
        return next(context);
    });

    /// <summary>Where somebody comes from who is about to sign in.</summary>
    public static string OriginOf(HttpContext context) => $"page {AddressOf(context)}";

    /// <summary>Somebody who has not signed in, but has a link that was sent to them.</summary>
    public static Actor ByMail(HttpContext context, User user) => new(user.Id, user.Role, From: $"mail {AddressOf(context)}");

    static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is not { } address ? ""
        : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    /// <summary>The person's user id; null for the server's key.</summary>
    public static string? UserId(this ClaimsPrincipal caller) => caller.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>Whether the cookie was got in this way. A key was not, and a cookie of before there were ways.</summary>
    public static bool IsBy(this ClaimsPrincipal caller, SignedInBy by) => caller.FindFirstValue(By) == by.ToString();

    /// <summary>Whether this is a person at their browser, and not a program with a key.</summary>
    public static bool IsAtBrowser(this ClaimsPrincipal caller) =>
        caller.Identity?.AuthenticationType == CookieAuthenticationDefaults.AuthenticationScheme;

    public static bool Is(this ClaimsPrincipal caller, params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (caller.IsInRole(role.ToString())) return true;
        return false;
    }
}

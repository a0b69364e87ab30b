using System.Security.Claims;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>Who is calling, by whatever way they signed in.</summary>
static class Caller
{
    /// <summary>The claim that carries what an API key may do, see <see cref="ApiKeyRights"/>.</summary>
    public const string KeyRights = "key-rights";
    /// <summary>The claim that ends a cookie when the password or the rights change.</summary>
    public const string Stamp = "stamp";

    public static ClaimsPrincipal Of(User user, string scheme, params IEnumerable<Claim> more) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Id), new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role.ToString()),
            .. more], scheme));

    /// <summary>The same as the domain knows it.</summary>
    public static Actor Actor(this ClaimsPrincipal caller) =>
        new(caller.UserId(), Enum.TryParse<Role>(caller.FindFirstValue(ClaimTypes.Role), out var role) ? role : null);

    /// <summary>The person's user id; null for the server's key.</summary>
    public static string? UserId(this ClaimsPrincipal caller) => caller.FindFirstValue(ClaimTypes.NameIdentifier);

    public static bool Is(this ClaimsPrincipal caller, params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (caller.IsInRole(role.ToString())) return true;
        return false;
    }
}

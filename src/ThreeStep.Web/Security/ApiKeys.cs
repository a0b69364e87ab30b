using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>
/// Signs callers in by <c>Authorization: ApiKey KEY</c>: the server's key from the environment has all rights, a person's key that person's.
/// Only hashes of keys are stored.
/// </summary>
sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ServerKey serverKey, DatabaseFile file)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    static readonly string[] Prefixes = ["ApiKey ", "Bearer "];

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } key) return Task.FromResult(AuthenticateResult.NoResult());
        return Task.FromResult(Callers.OfKey(key, Scheme.Name, serverKey, file) is { } caller ? AuthenticateResult.Success(new AuthenticationTicket(caller, Scheme.Name)) : AuthenticateResult.Fail("The API key is not known."));
    }

    /// <summary>Browsers cannot send headers with a web socket: there the key is the query's <c>access_token</c>, as SignalR's clients send it.</summary>
    public static string? TokenOf(HttpRequest request) =>
        request.Path.StartsWithSegments("/elsa/hubs") && request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;

    static string? KeyOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        foreach (var prefix in Prefixes)
            if (header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return header[prefix.Length..].Trim();
        return TokenOf(request);
    }
}

/// <summary>The claims of whoever is known by a key.</summary>
static class Callers
{
    public static ClaimsPrincipal? OfKey(string key, string scheme, ServerKey serverKey, DatabaseFile file)
    {
        if (serverKey.Matches(key)) return new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "server"), new(ClaimTypes.Role, nameof(Role.Admin))], scheme));
        var hash = ApiKey.Hash(key);
        using var database = file.Query();
        return database.Users.FirstOrDefault(user => user.ApiKeyHash == hash && user.IsActive) is { } user
            ? new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.Id), new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role.ToString())], scheme)) : null;
    }
}

/// <summary>The key with all rights, from the environment variable THREESTEP_API_KEY; without it there is none.</summary>
sealed class ServerKey(string? key)
{
    readonly byte[]? hash = string.IsNullOrWhiteSpace(key) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public bool IsSet => hash is not null;

    public bool Matches(string candidate) => hash is not null && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(candidate)));
}

/// <summary>Keys of persons.</summary>
static class ApiKey
{
    public static string New() => "ts_" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

/// <summary>Who is calling.</summary>
static class Caller
{
    /// <summary>The person's user id; null for the server's key.</summary>
    public static string? UserId(this ClaimsPrincipal caller) => caller.FindFirstValue(ClaimTypes.NameIdentifier);

    public static bool Is(this ClaimsPrincipal caller, params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (caller.IsInRole(role.ToString())) return true;
        return false;
    }
}

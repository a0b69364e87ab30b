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
    const string Prefix = "ApiKey ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        var key = header[Prefix.Length..].Trim();
        if (serverKey.Matches(key)) return Success([new(ClaimTypes.Name, "server"), new(ClaimTypes.Role, nameof(Role.Admin))]);
        var hash = ApiKey.Hash(key);
        using var database = file.Query();
        return database.Users.FirstOrDefault(user => user.ApiKeyHash == hash && user.IsActive) is { } user
            ? Success([new(ClaimTypes.NameIdentifier, user.Id), new(ClaimTypes.Name, user.Name), new(ClaimTypes.Role, user.Role.ToString())])
            : Task.FromResult(AuthenticateResult.Fail("The API key is not known."));
    }

    Task<AuthenticateResult> Success(List<Claim> claims) =>
        Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name)));
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

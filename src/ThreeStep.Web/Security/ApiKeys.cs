using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>
/// Signs programs in by <c>Authorization: ApiKey KEY</c>: the server's key from the environment has all rights, a person's key what it was given
/// of that person's. Only hashes of keys are stored.
/// </summary>
sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ServerKey serverKey,
    ProcessStore store)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    static readonly string[] Prefixes = ["ApiKey ", "Bearer "];

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } key) return AuthenticateResult.NoResult();
        return await CallerOf(key, Context.RequestAborted) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(caller, SchemeName))
            : AuthenticateResult.Fail("The API key is not known, has expired or was revoked.");
    }

    /// <summary>
    /// Browsers cannot send headers with a web socket: there the key is the query's <c>access_token</c>, as SignalR's clients send it.
    /// </summary>
    public static string? TokenOf(HttpRequest request) =>
        request.Path.StartsWithSegments("/elsa/hubs") && request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;

    static string? KeyOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        foreach (var prefix in Prefixes)
            if (header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return header[prefix.Length..].Trim();
        return TokenOf(request);
    }

    async Task<ClaimsPrincipal?> CallerOf(string key, CancellationToken token)
    {
        if (serverKey.Matches(key))
            return new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, "server"), new(ClaimTypes.Role, nameof(Role.Admin))], SchemeName));
        var hash = ApiKey.Hash(key);
        // Keys end by the real clock, also where the process runs on a faster one.
        var now = System.TimeProvider.System.GetUtcNow();
        await using var database = store.Query();
        var found = await (from row in database.ApiKeys
                           join user in database.Users on row.UserId equals user.Id
                           where row.Hash == hash && row.RevokedAt == null && (row.ExpiresAt == null || row.ExpiresAt > now) && user.IsActive
                           select new { user, row.Id, row.Rights }).FirstOrDefaultAsync(token);
        return found is null ? null
            : Caller.Of(found.user, SchemeName, new Claim(Caller.KeyRights, found.Rights.ToString()), new Claim(Caller.KeyId, found.Id));
    }
}

/// <summary>The key with all rights, from the environment variable THREESTEP_API_KEY; without it there is none.</summary>
sealed class ServerKey(string? key)
{
    readonly byte[]? hash = string.IsNullOrWhiteSpace(key) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public bool IsSet => hash is not null;

    public bool Matches(string candidate) => hash is not null
        && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(candidate)));
}

/// <summary>Keys of persons.</summary>
static class ApiKey
{
    public static string New() => "ts_" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}

using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.People;

/// <summary>API keys of persons: everybody makes and ends their own, administrators everybody's. A key is told once.</summary>
static class ApiKeyEndpoints
{
    const int LongestLifeInDays = 3650;
    /// <summary>Each key has a measure of calls of its own, so that many would be a way round it.</summary>
    const int MostKeys = 20;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("users/{id}/api-keys", List).WithTags("API keys");
        api.MapPost("users/{id}/api-keys", async (string id, KeyInput? input, ClaimsPrincipal caller, OrderRecords records, IIdSource ids,
            PasswordSignIn passwords) =>
        {
            var made = await Make(id, input ?? new(null, null, null), caller, records, ids, passwords);
            return Results.Created($"/api/users/{id}/api-keys/{made.Id}", made);
        }).WithTags("API keys");
        api.MapDelete("users/{id}/api-keys/{keyId}", async (string id, string keyId, ClaimsPrincipal caller, OrderRecords records) =>
        {
            await Revoke(id, keyId, caller, records);
            return Results.NoContent();
        }).WithTags("API keys");
    }

    /// <param name="Rights">Read, Work or All; All unless told.</param>
    /// <param name="Days">Days the key lives; null: until it is revoked.</param>
    /// <param name="Password">The caller's own present password, where they are at a browser: a key outlives the cookie of a browser that was
    /// stolen.</param>
    /// <param name="Code">A code of the caller's authenticator app, or a recovery code, where they have a second factor and are at a
    /// browser.</param>
    public sealed record KeyInput(string? Name, ApiKeyRights? Rights, int? Days, string? Password = null, string? Code = null);

    /// <param name="ExpiresAt">UTC.</param>
    public sealed record NewApiKey(string Id, string UserId, string Name, ApiKeyRights Rights, DateTimeOffset? ExpiresAt, string ApiKey);

    public sealed record KnownApiKey(string Id, string Name, ApiKeyRights Rights, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
        DateTimeOffset? RevokedAt);

    public static async Task<IReadOnlyList<KnownApiKey>> List(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        Require(id, caller);
        await using var database = store.Query();
        return await database.ApiKeys.Where(row => row.UserId == id).OrderByDescending(row => row.CreatedAt)
            .Select(row => new KnownApiKey(row.Id, row.Name, row.Rights, row.CreatedAt, row.ExpiresAt, row.RevokedAt)).ToListAsync(token);
    }

    public static async Task<NewApiKey> Make(string id, KeyInput input, ClaimsPrincipal caller, OrderRecords records, IIdSource ids,
        PasswordSignIn passwords)
    {
        Require(id, caller);
        if (input.Days is < 1 or > LongestLifeInDays) throw RefusalException.Invalid("days", $"A key lives between 1 and {LongestLifeInDays} days.");
        // A key must not make a better one.
        if (caller.FindFirst(Caller.KeyRights) is { } own && own.Value != nameof(ApiKeyRights.All))
            throw RefusalException.Forbidden("This key may not make keys.");
        var name = TextField.Line(input.Name, "name", TextField.LongestName) ?? "API";
        if (caller.IsAtBrowser()) await passwords.Prove(caller, input.Password, input.Code, "password");
        // The real clock: keys end by it, also where the process runs on a faster one.
        var now = System.TimeProvider.System.GetUtcNow();
        var key = ApiKey.New();
        var row = new ApiKeyRow
        {
            Id = ids.Next(),
            UserId = id,
            Name = name,
            Hash = ApiKey.Hash(key),
            Rights = input.Rights ?? ApiKeyRights.All,
            CreatedAt = now,
            ExpiresAt = input.Days is { } days ? now.AddDays(days) : null,
        };
        await records.Record(caller.Actor(), change =>
        {
            if (change.Database.Users.Find(id) is null) throw RefusalException.NotFound("user", id);
            if (change.Database.ApiKeys.Count(known => known.UserId == id && known.RevokedAt == null
                && (known.ExpiresAt == null || known.ExpiresAt > now)) >= MostKeys)
                throw RefusalException.Conflict($"A person has at most {MostKeys} keys that are valid. Revoke one first.");
            change.Database.ApiKeys.Add(row);
            change.Audit(AuditAction.ApiKeyMade, row.Id, $"{id} {row.Rights}");
            return row;
        });
        return new NewApiKey(row.Id, id, row.Name, row.Rights, row.ExpiresAt, key);
    }

    public static async Task Revoke(string id, string keyId, ClaimsPrincipal caller, OrderRecords records)
    {
        Require(id, caller);
        await records.Record(caller.Actor(), change =>
        {
            var row = change.Database.ApiKeys.Find(keyId);
            if (row is null || row.UserId != id) throw RefusalException.NotFound("API key", keyId);
            row.RevokedAt ??= System.TimeProvider.System.GetUtcNow();
            change.Audit(AuditAction.ApiKeyRevoked, keyId, id);
            return row;
        });
    }

    static void Require(string userId, ClaimsPrincipal caller)
    {
        if (caller.UserId() != userId && !caller.Is(Role.Admin)) throw RefusalException.Forbidden("These keys are somebody else's.");
    }
}

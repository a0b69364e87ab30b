using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.SignIns;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.People;

/// <summary>People, what they may do, and the company.</summary>
static class UserEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("users", List).WithTags("Users");
        api.MapGet("users/me", Me).WithTags("Users");
        api.MapPost("users", Create).WithTags("Users").RequireAuthorization(Policies.Administration);
        api.MapPatch("users/{id}", Change).WithTags("Users").RequireAuthorization(Policies.Administration);
        api.MapPost("users/{id}/password", async (string id, PasswordSignIn passwords, ClaimsPrincipal caller, OrderRecords records) =>
            new NewPassword(id, await GivePassword(id, passwords, caller, records))).WithTags("Users").RequireAuthorization(Policies.Administration);
        api.MapGet("users/{id}/second-factor", SecondFactorOf).WithTags("Users");
        api.MapDelete("users/{id}/second-factor", async (string id, ClaimsPrincipal caller, OrderRecords records) =>
        {
            await records.Record(caller.Actor(), change => ResetSecondFactor.Apply(change, id));
            return Results.NoContent();
        }).WithTags("Users").RequireAuthorization(Policies.Administration);
        api.MapGet("company", async (ProcessStore store, CancellationToken token) =>
        {
            await using var database = store.Query();
            return await database.Companies.FirstOrDefaultAsync(token) ?? throw RefusalException.NotFound("company", Company.TheId);
        }).WithTags("Company");
        api.MapPatch("company", ChangeTheCompany).WithTags("Company").RequireAuthorization(Policies.Administration);
        api.MapGet("clock", (TimeProvider clock) =>
            new ClockReading(clock.GetUtcNow(), clock is Runtime.Clock.ProcessClock process ? process.Speed : 1)).WithTags("Company");
    }

    /// <param name="HasPassword">Can sign in to the pages.</param>
    public sealed record Person(string Id, string Name, string? Email, Role Role, string? Position, string? ManagerId, string? TeamId, string? Zone,
        string? Language, bool IsActive, bool HasPassword);

    /// <param name="Password">Told this once, and to be changed at the first sign-in.</param>
    public sealed record NewPassword(string UserId, string Password);

    /// <param name="Since">UTC; null: there is none.</param>
    /// <param name="RecoveryCodesLeft">How many were not used yet.</param>
    /// <param name="IsRequired">Their role must have one when they sign in with a password.</param>
    public sealed record SecondFactorState(DateTimeOffset? Since, int RecoveryCodesLeft, bool IsRequired);

    /// <param name="Now">The process's time, UTC.</param>
    /// <param name="Speed">Simulated seconds a second.</param>
    public sealed record ClockReading(DateTimeOffset Now, double Speed);

    static Person Seen(User user, bool hasPassword) =>
        new(user.Id, user.Name, user.Email, user.Role, user.Position, user.ManagerId, user.TeamId, user.Zone, user.Language, user.IsActive,
            hasPassword);

    static async Task<Page<Person>> List(ProcessStore store, Role? role, string? managerId, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = database.Users.AsQueryable();
        if (role is not null) rows = rows.Where(user => user.Role == role);
        if (managerId is not null) rows = rows.Where(user => user.ManagerId == managerId);
        var page = await paging.Read(rows.OrderBy(user => user.Name)
            .Select(user => new { User = user, HasPassword = database.Set<Credential>().Any(row => row.Id == user.Id) }));
        return new Page<Person>(page.Items.Select(row => Seen(row.User, row.HasPassword)).ToList(), page.TotalCount);
    }

    static async Task<Person> Me(ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return caller.UserId() is { } id && await database.Users.FindAsync([id], token) is { } user
            ? Seen(user, await database.Credentials.AnyAsync(row => row.Id == id, token))
            : new Person("server", "Server key", null, Role.Admin, null, null, null, null, null, true, false);
    }

    static async Task<IResult> Create(PersonInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var user = await records.Write(caller.Actor(), change => AddPerson.Apply(change, input));
        return Results.Created($"/api/users/{user.Id}", Seen(user, false));
    }

    /// <summary>Changes a person. A change of what they may do signs them out everywhere.</summary>
    public static async Task<Person> Change(string id, PersonInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        PasswordSignIn passwords)
    {
        var (user, rightsChanged) = await records.Write(caller.Actor(), change => ChangePerson.Apply(change, id, input));
        if (rightsChanged && caller.UserId() != id) await passwords.EndSessions(id);
        await using var database = store.Query();
        return Seen(user, await database.Credentials.AnyAsync(row => row.Id == id));
    }

    /// <summary>Whether somebody has a second factor: told to them and to administrators, because a thief would like to know it.</summary>
    static async Task<SecondFactorState> SecondFactorOf(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        if (caller.UserId() != id && !caller.Is(Role.Admin)) throw RefusalException.Forbidden("This is somebody else's.");
        await using var database = store.Query();
        var user = await database.Users.FirstOrDefaultAsync(row => row.Id == id, token) ?? throw RefusalException.NotFound("user", id);
        var credential = await database.Credentials.FirstOrDefaultAsync(row => row.Id == id, token);
        return new(credential?.SecondFactorSince, credential?.RecoveryCodes.Count ?? 0,
            (await database.Companies.FirstOrDefaultAsync(token)).Demands(user.Role));
    }

    public static async Task<string> GivePassword(string id, PasswordSignIn passwords, ClaimsPrincipal caller, OrderRecords records)
    {
        // Else a thief of their browser would have a password without knowing one.
        if (caller.UserId() == id) throw RefusalException.Conflict("Your own password is changed on your profile, where the present one is asked for.");
        await records.Record(caller.Actor(), change =>
        {
            if (change.Database.Users.Find(id) is null) throw RefusalException.NotFound("user", id);
            change.Audit(AuditAction.PasswordChanged, id);
            return true;
        });
        return await passwords.GiveNew(id);
    }

    static Task<Company> ChangeTheCompany(CompanyInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ChangeCompany.Apply(change, input));
}

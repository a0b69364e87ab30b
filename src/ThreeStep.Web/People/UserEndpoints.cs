using System.Security.Claims;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

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
        api.MapPost("users/{id}/password", async (string id, PasswordSignIn passwords, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock) =>
            new NewPassword(id, await GivePassword(id, passwords, caller, runtime, clock))).WithTags("Users").RequireAuthorization(Policies.Administration);
        api.MapGet("company", (DatabaseFile file) =>
        {
            using var database = file.Query();
            return database.Companies.FirstOrDefault() ?? throw ApiException.NotFound("company", Company.TheId);
        }).WithTags("Company");
        api.MapPatch("company", ChangeCompany).WithTags("Company").RequireAuthorization(Policies.Administration);
        api.MapGet("clock", (TimeProvider clock) => new ClockReading(clock.GetUtcNow(), clock is Runtime.Time.ProcessClock process ? process.Speed : 1)).WithTags("Company");
    }

    /// <param name="HasPassword">Can sign in to the pages.</param>
    public sealed record Person(string Id, string Name, string? Email, Role Role, string? Position, string? ManagerId, string? TeamId, string? Zone, string? Language, bool IsActive, bool HasPassword);

    public sealed record UserInput(string? Id, string? Name, string? Email, Role? Role, string? Position, string? ManagerId, string? TeamId, string? Zone, string? Language, bool? IsActive = null);

    public sealed record CompanyInput(string? Name, string? Currency, decimal? LargeDealAmount);

    /// <param name="Password">Told this once, and to be changed at the first sign-in.</param>
    public sealed record NewPassword(string UserId, string Password);

    /// <param name="Now">The process's time, UTC.</param>
    /// <param name="Speed">Simulated seconds a second.</param>
    public sealed record ClockReading(DateTimeOffset Now, double Speed);

    static Person Seen(User user, bool hasPassword) =>
        new(user.Id, user.Name, user.Email, user.Role, user.Position, user.ManagerId, user.TeamId, user.Zone, user.Language, user.IsActive, hasPassword);

    static async Task<Page<Person>> List(DatabaseFile file, Role? role, string? managerId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = database.Users.AsQueryable();
        if (role is not null) rows = rows.Where(user => user.Role == role);
        if (managerId is not null) rows = rows.Where(user => user.ManagerId == managerId);
        var page = await paging.Read(rows.OrderBy(user => user.Name).Select(user => new { User = user, HasPassword = database.Credentials.Any(row => row.Id == user.Id) }));
        return new Page<Person>(page.Items.Select(row => Seen(row.User, row.HasPassword)).ToList(), page.TotalCount);
    }

    static async Task<Person> Me(ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        return caller.UserId() is { } id && await database.Users.FindAsync(id) is { } user ? Seen(user, database.Credentials.Any(row => row.Id == id)) : new Person("server", "Server key", null, Role.Admin, null, null, null, null, null, true, false);
    }

    public static async Task<IResult> Create(UserInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(input.Name)) throw ApiException.Invalid("name", "A name is needed.");
        if (input.Id is { } wished && (wished.Length is 0 or > 64 || !wished.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_'))) throw ApiException.Invalid("id", "A sign-in name has letters, digits, dots and dashes only, 64 at most.");
        var user = new User { Id = input.Id ?? ids.Next(), Name = input.Name.Trim(), Role = input.Role ?? Role.Rep };
        await runtime.Change(database =>
        {
            if (database.Users.Find(user.Id) is not null) throw ApiException.Conflict($"There is a user '{user.Id}' already.", "id");
            Apply(user, input, database);
            database.Users.Add(user);
            database.Audit.Add(Audit.Line(caller, AuditAction.PersonCreated, clock.GetUtcNow(), user.Id, user.Role.ToString()));
            return [];
        });
        return Results.Created($"/api/users/{user.Id}", Seen(user, false));
    }

    /// <summary>Changes a person. A change of what they may do signs them out everywhere.</summary>
    public static async Task<Person> Change(string id, UserInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, DatabaseFile file, PasswordSignIn passwords, TimeProvider clock)
    {
        User? changed = null;
        var rights = "";
        await runtime.Change(database =>
        {
            var user = changed = database.Users.Find(id) ?? throw ApiException.NotFound("user", id);
            var before = (user.Role, user.Position, user.ManagerId, user.IsActive);
            if (caller.UserId() == id && (input.Role is { } role && role != user.Role || input.IsActive == false)) throw ApiException.Conflict("Nobody takes away their own rights: another administrator does that.", "role");
            Apply(user, input, database);
            if (before == (user.Role, user.Position, user.ManagerId, user.IsActive)) return [];
            rights = $"{user.Role} {user.Position} {user.ManagerId} {(user.IsActive ? "active" : "inactive")}";
            database.Audit.Add(Audit.Line(caller, AuditAction.RightsChanged, clock.GetUtcNow(), id, rights));
            return [];
        });
        if (rights.Length > 0 && caller.UserId() != id) await passwords.EndSessions(id);
        await using var database = file.Query();
        return Seen(changed!, database.Credentials.Any(row => row.Id == id));
    }

    static void Apply(User user, UserInput input, ProcessDatabase database)
    {
        if (input.Name is not null) user.Name = string.IsNullOrWhiteSpace(input.Name) ? throw ApiException.Invalid("name", "A name is needed.") : input.Name.Trim();
        if (input.Zone is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) throw ApiException.Invalid("zone", $"There is no time zone '{zone}'. It is written as Asia/Shanghai.");
        if (input.ManagerId is { Length: > 0 } managerId)
        {
            if (managerId != user.ManagerId) database.CheckUser(managerId, "managerId");
            for (var above = managerId; above is not null; above = database.Users.Find(above)?.ManagerId)
                if (above == user.Id) throw ApiException.Invalid("managerId", "Nobody is their own manager, not by way of others either.");
        }
        user.Email = Chosen(input.Email, user.Email);
        user.Role = input.Role ?? user.Role;
        user.Position = Chosen(input.Position, user.Position);
        user.ManagerId = Chosen(input.ManagerId, user.ManagerId);
        user.TeamId = Chosen(input.TeamId, user.TeamId);
        user.Zone = Chosen(input.Zone, user.Zone);
        user.Language = Chosen(input.Language, user.Language);
        user.IsActive = input.IsActive ?? user.IsActive;
    }

    /// <summary>What is left out stays; what is given as nothing goes.</summary>
    static string? Chosen(string? given, string? present) => given is null ? present : given.Trim() is { Length: > 0 } text ? text : null;

    public static async Task<string> GivePassword(string id, PasswordSignIn passwords, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        await runtime.Record(database =>
        {
            if (database.Users.Find(id) is null) throw ApiException.NotFound("user", id);
            database.Audit.Add(Audit.Line(caller, AuditAction.PasswordChanged, clock.GetUtcNow(), id));
            return [];
        });
        return await passwords.GiveNew(id);
    }

    public static async Task<Company> ChangeCompany(CompanyInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        if (input.Name is not null && string.IsNullOrWhiteSpace(input.Name)) throw ApiException.Invalid("name", "A name is needed.");
        if (input.Currency is { } currency && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))) throw ApiException.Invalid("currency", "A currency is written in three capital letters, such as CNY.");
        if (input.LargeDealAmount is < 0) throw ApiException.Invalid("largeDealAmount", "The amount cannot be negative.");
        Company? changed = null;
        await runtime.Change(database =>
        {
            changed = database.Companies.Find(Company.TheId) ?? database.Companies.Add(new Company { Name = input.Name ?? "Company", Currency = input.Currency ?? "CNY" }).Entity;
            changed.Name = input.Name ?? changed.Name;
            changed.Currency = input.Currency ?? changed.Currency;
            changed.LargeDealAmount = input.LargeDealAmount ?? changed.LargeDealAmount;
            database.Audit.Add(Audit.Line(caller, AuditAction.CompanyChanged, clock.GetUtcNow(), changed.Name, FormattableString.Invariant($"{changed.Currency} {changed.LargeDealAmount}")));
            return [];
        });
        return changed!;
    }
}

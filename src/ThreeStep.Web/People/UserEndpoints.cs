using System.Security.Claims;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.People;

/// <summary>People, their managers and their API keys; the company.</summary>
static class UserEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("users", List).WithTags("Users");
        api.MapGet("users/me", Me).WithTags("Users");
        api.MapPost("users", Create).WithTags("Users").RequireAuthorization(Policies.Administration);
        api.MapPost("users/{id}/api-key", NewKey).WithTags("Users").RequireAuthorization(Policies.Administration);
        api.MapGet("company", (DatabaseFile file) =>
        {
            using var database = file.Query();
            return database.Companies.FirstOrDefault() ?? throw ApiException.NotFound("company", Company.TheId);
        }).WithTags("Company");
        api.MapPatch("company", ChangeCompany).WithTags("Company").RequireAuthorization(Policies.Administration);
        api.MapGet("clock", (TimeProvider clock) => new ClockReading(clock.GetUtcNow(), clock is Runtime.Time.ProcessClock process ? process.Speed : 1)).WithTags("Company");
    }

    /// <summary>A person without secrets.</summary>
    public sealed record Person(string Id, string Name, string? Email, Role Role, string? Position, string? ManagerId, string? TeamId, string? Zone, string? Language, bool IsActive, bool HasApiKey);

    public sealed record UserInput(string? Id, string? Name, string? Email, Role? Role, string? Position, string? ManagerId, string? TeamId, string? Zone, string? Language);

    public sealed record CompanyInput(string? Name, string? Currency, decimal? LargeDealAmount);

    public sealed record NewApiKey(string UserId, string ApiKey);

    /// <param name="Now">The process's time, UTC.</param>
    /// <param name="Speed">Simulated seconds a second.</param>
    public sealed record ClockReading(DateTimeOffset Now, double Speed);

    static Person WithoutSecrets(User user) =>
        new(user.Id, user.Name, user.Email, user.Role, user.Position, user.ManagerId, user.TeamId, user.Zone, user.Language, user.IsActive, user.ApiKeyHash is not null);

    static async Task<Page<Person>> List(DatabaseFile file, Role? role, string? managerId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = database.Users.AsQueryable();
        if (role is not null) rows = rows.Where(user => user.Role == role);
        if (managerId is not null) rows = rows.Where(user => user.ManagerId == managerId);
        var page = await paging.Read(rows.OrderBy(user => user.Name));
        return new Page<Person>(page.Items.Select(WithoutSecrets).ToList(), page.TotalCount);
    }

    static async Task<Person> Me(ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        return caller.UserId() is { } id && await database.Users.FindAsync(id) is { } user ? WithoutSecrets(user) : new Person("server", "Server key", null, Role.Admin, null, null, null, null, null, true, true);
    }

    static async Task<IResult> Create(UserInput input, WorkflowRuntime runtime, IIdSource ids)
    {
        if (string.IsNullOrWhiteSpace(input.Name)) throw ApiException.Invalid("name", "A name is needed.");
        var user = new User
        {
            Id = input.Id ?? ids.Next(),
            Name = input.Name.Trim(),
            Email = input.Email,
            Role = input.Role ?? Role.Rep,
            Position = input.Position,
            ManagerId = input.ManagerId,
            TeamId = input.TeamId,
            Zone = input.Zone,
            Language = input.Language,
        };
        await runtime.Change(database =>
        {
            if (database.Users.Find(user.Id) is not null) throw ApiException.Conflict($"There is a user '{user.Id}' already.", "id");
            if (user.ManagerId is not null && database.Users.Find(user.ManagerId) is null) throw ApiException.Invalid("managerId", $"There is no user '{user.ManagerId}'.");
            database.Users.Add(user);
            return [];
        });
        return Results.Created($"/api/users/{user.Id}", WithoutSecrets(user));
    }

    /// <summary>Makes a new key for a person; it is shown this once, and the former one ends.</summary>
    static async Task<NewApiKey> NewKey(string id, WorkflowRuntime runtime)
    {
        var key = ApiKey.New();
        await runtime.Change(database =>
        {
            var user = database.Users.Find(id) ?? throw ApiException.NotFound("user", id);
            user.ApiKeyHash = ApiKey.Hash(key);
            return [];
        });
        return new NewApiKey(id, key);
    }

    static async Task<Company> ChangeCompany(CompanyInput input, WorkflowRuntime runtime)
    {
        if (input.LargeDealAmount is < 0) throw ApiException.Invalid("largeDealAmount", "The amount cannot be negative.");
        Company? changed = null;
        await runtime.Change(database =>
        {
            changed = database.Companies.Find(Company.TheId) ?? database.Companies.Add(new Company { Name = input.Name ?? "Company", Currency = input.Currency ?? "CNY" }).Entity;
            changed.Name = input.Name ?? changed.Name;
            changed.Currency = input.Currency ?? changed.Currency;
            changed.LargeDealAmount = input.LargeDealAmount ?? changed.LargeDealAmount;
            return [];
        });
        return changed!;
    }
}

using System.Security.Claims;
using ThreeStep.Orders.Accounts;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.Accounts;

/// <summary>Accounts and their contacts.</summary>
static class AccountEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("accounts", List).WithTags("Accounts");
        api.MapPost("accounts", Create).WithTags("Accounts").RequireAuthorization(Policies.Sales);
        api.MapGet("accounts/{id}", Get).WithTags("Accounts");
        api.MapPatch("accounts/{id}", Change).WithTags("Accounts").RequireAuthorization(Policies.Sales);
        api.MapGet("accounts/{id}/contacts", Contacts).WithTags("Accounts");
        api.MapPost("accounts/{id}/contacts", AddContact).WithTags("Accounts").RequireAuthorization(Policies.Customers);
    }

    /// <summary>What may be given for a new or changed account; what is left out stays as it is.</summary>
    public sealed record AccountInput(string? Name, string? Sector, string? Location, AccountTier? Tier, string? Segment, string? OwnerId, decimal? Revenue, int? Employees);

    public sealed record ContactInput(string? Name, BuyingRole? Role, string? Title, string? Email, string? Phone);

    static async Task<Page<Account>> List(ClaimsPrincipal caller, DatabaseFile file, string? search, string? ownerId, string? sector, AccountTier? tier, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Accounts(database);
        if (ownerId is not null) rows = rows.Where(account => account.OwnerId == ownerId);
        if (sector is not null) rows = rows.Where(account => account.Sector == sector);
        if (tier is not null) rows = rows.Where(account => account.Tier == tier);
        if (!string.IsNullOrWhiteSpace(search)) rows = AccountSearch.Find(database, rows, search);
        return await paging.Read(rows.OrderBy(account => account.Name).ThenBy(account => account.Id));
    }

    static async Task<Account> Get(string id, ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        return Visible(await database.Accounts.FindAsync(id), id, caller, database);
    }

    public static async Task<IResult> Create(AccountInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        var account = new Account { Id = ids.Next(), Name = Required(input.Name), OwnerId = input.OwnerId ?? caller.UserId(), CreatedAt = clock.GetUtcNow() };
        Apply(account, input);
        await runtime.Change(database =>
        {
            database.CheckUser(input.OwnerId, "ownerId");
            database.Accounts.Add(account);
            return [];
        });
        return Results.Created($"/api/accounts/{account.Id}", account);
    }

    public static async Task<Account> Change(string id, AccountInput input, ClaimsPrincipal caller, WorkflowRuntime runtime)
    {
        Account? changed = null;
        await runtime.Change(database =>
        {
            changed = Visible(database.Accounts.Find(id), id, caller, database);
            if (input.OwnerId != changed.OwnerId) database.CheckUser(input.OwnerId, "ownerId");
            if (input.Name is not null) changed.Name = Required(input.Name);
            Apply(changed, input);
            changed.OwnerId = input.OwnerId ?? changed.OwnerId;
            return [];
        });
        return changed!;
    }

    static async Task<Page<Contact>> Contacts(string id, ClaimsPrincipal caller, DatabaseFile file, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        Visible(await database.Accounts.FindAsync(id), id, caller, database);
        return await paging.Read(database.Contacts.Where(contact => contact.AccountId == id).OrderBy(contact => contact.Name));
    }

    public static async Task<IResult> AddContact(string id, ContactInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids)
    {
        var contact = new Contact { Id = ids.Next(), AccountId = id, Name = Required(input.Name), Role = input.Role ?? BuyingRole.User, Title = input.Title, Email = input.Email, Phone = input.Phone };
        await runtime.Change(database =>
        {
            Visible(database.Accounts.Find(id), id, caller, database);
            database.Contacts.Add(contact);
            return [];
        });
        return Results.Created($"/api/accounts/{id}/contacts", contact);
    }

    static void Apply(Account account, AccountInput input)
    {
        account.Sector = input.Sector ?? account.Sector;
        account.Location = input.Location ?? account.Location;
        account.Tier = input.Tier ?? account.Tier;
        account.Segment = input.Segment ?? account.Segment;
        account.Revenue = input.Revenue ?? account.Revenue;
        account.Employees = input.Employees ?? account.Employees;
    }

    static string Required(string? name) => string.IsNullOrWhiteSpace(name) ? throw ApiException.Invalid("name", "A name is needed.") : name.Trim();

    static Account Visible(Account? account, string id, ClaimsPrincipal caller, ProcessDatabase database) =>
        account is not null && RecordAccess.Of(caller, database).Allows(account.OwnerId) ? account : throw ApiException.NotFound("account", id);
}

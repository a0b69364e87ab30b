using System.Security.Claims;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

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
        api.MapPost("accounts/{id}/contacts", AddOneContact).WithTags("Accounts").RequireAuthorization(Policies.Customers);
    }

    static async Task<Page<Account>> List(ClaimsPrincipal caller, ProcessStore store, string? search, string? ownerId, string? sector,
        AccountTier? tier, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Accounts(database);
        if (ownerId is not null) rows = rows.Where(account => account.OwnerId == ownerId);
        if (sector is not null) rows = rows.Where(account => account.Sector == sector);
        if (tier is not null) rows = rows.Where(account => account.Tier == tier);
        if (!string.IsNullOrWhiteSpace(search)) rows = AccountSearch.Find(database, rows, search);
        return await paging.Read(rows.OrderBy(account => account.Name).ThenBy(account => account.Id));
    }

    static async Task<Account> Get(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return await Visible(await database.Accounts.FindAsync([id], token), id, caller, database, token);
    }

    static async Task<IResult> Create(AccountInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var account = await records.Write(caller.Actor(), change => CreateAccount.Apply(change, input));
        return Results.Created($"/api/accounts/{account.Id}", account);
    }

    static Task<Account> Change(string id, AccountInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ChangeAccount.Apply(change, id, input));

    static async Task<Page<Contact>> Contacts(string id, ClaimsPrincipal caller, ProcessStore store, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        await Visible(await database.Accounts.FindAsync([id], paging.Token), id, caller, database, paging.Token);
        return await paging.Read(database.Contacts.Where(contact => contact.AccountId == id).OrderBy(contact => contact.Name));
    }

    static async Task<IResult> AddOneContact(string id, ContactInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var contact = await records.Write(caller.Actor(), change => AddContact.Apply(change, id, input));
        return Results.Created($"/api/accounts/{id}/contacts", contact);
    }

    static async Task<Account> Visible(Account? account, string id, ClaimsPrincipal caller, ProcessDatabase database, CancellationToken token) =>
        account is not null && (await RecordAccess.Read(caller.Actor(), database, token)).Allows(account.OwnerId) ? account
            : throw RefusalException.NotFound("account", id);
}

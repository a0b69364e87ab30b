using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Accounts;

/// <summary>What may be given for a new or changed account; what is left out stays as it is, what is given as nothing goes.</summary>
public sealed record AccountInput
{
    public Given<string?> Name { get; init; }
    public Given<string?> Sector { get; init; }
    public Given<string?> Location { get; init; }
    public Given<AccountTier> Tier { get; init; }
    public Given<string?> Segment { get; init; }
    /// <summary>The rep; nothing is the pool (公海).</summary>
    public Given<string?> OwnerId { get; init; }
    /// <summary>Annual, in millions.</summary>
    public Given<decimal?> Revenue { get; init; }
    public Given<int?> Employees { get; init; }
    /// <summary>The name is likely that of a customer who is there already, and yet another one is meant.</summary>
    public bool ConfirmDuplicate { get; init; }
}

/// <summary>A customer comes; whoever makes it owns it unless told.</summary>
public static class CreateAccount
{
    public static Account Apply(Change change, AccountInput input)
    {
        var name = TextField.Required(input.Name.Value, "name", "A name is needed.");
        AccountDuplicates.Refuse(change, name, input.ConfirmDuplicate);
        var account = new Account { Id = change.NewId(), Name = name, OwnerId = change.By.UserId, CreatedAt = change.Now };
        ChangeAccount.Set(change, account, input with { Name = name });
        change.Database.Accounts.Add(account);
        return account;
    }
}

/// <summary>Somebody changes what is known of a customer.</summary>
public static class ChangeAccount
{
    public static Account Apply(Change change, string id, AccountInput input)
    {
        var account = change.Account(id);
        var (owner, key) = (account.OwnerId, account.MatchKey);
        Set(change, account, input);
        if (account.MatchKey != key) AccountDuplicates.Refuse(change, account.Name, input.ConfirmDuplicate, except: id);
        History.HandedOver(change, id, owner, account.OwnerId);
        return account;
    }

    internal static void Set(Change change, Account account, AccountInput input)
    {
        if (input.OwnerId.IsGiven && input.OwnerId.Value != account.OwnerId) change.RequireUser(input.OwnerId.Value, "ownerId");
        account.Name = input.Name.Or(account.Name, text => TextField.Required(text, "name", "A name is needed."))!;
        account.OwnerId = input.OwnerId.Or(account.OwnerId);
        account.Sector = input.Sector.Or(account.Sector, text => TextField.Line(text, "sector", TextField.LongestName));
        account.Location = input.Location.Or(account.Location, text => TextField.Line(text, "location", TextField.LongestName));
        account.Tier = input.Tier.Or(account.Tier);
        account.Segment = input.Segment.Or(account.Segment, text => TextField.Line(text, "segment", TextField.LongestName));
        account.Revenue = input.Revenue.Or(account.Revenue, amount => NumberField.Amount(amount, "revenue"));
        account.Employees = input.Employees.Or(account.Employees, count => NumberField.Count(count, "employees"));
    }
}

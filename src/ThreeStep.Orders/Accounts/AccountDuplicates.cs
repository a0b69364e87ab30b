using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Accounts;

/// <summary>The same customer, once: who names a new one like one that is there is shown that, and says whether it is another one.</summary>
public static class AccountDuplicates
{
    const int MostShown = 10;

    /// <summary>Customers whose names are likely the same, whoever's they are. Served by the index on the key.</summary>
    /// <param name="except">The id of the customer whose name it is.</param>
    public static IReadOnlyList<LikelyDuplicate> Of(RecordAccess access, ProcessDatabase database, string name, string? except = null)
    {
        var key = CompanyName.KeyOf(name);
        var same = database.Accounts.Where(account => account.MatchKey == key && account.Id != except)
            .OrderBy(account => account.CreatedAt).Take(MostShown)
            .Select(account => new { account.Id, account.Name, account.OwnerId }).ToList();
        return same.Select(account => new LikelyDuplicate(access.Allows(account.OwnerId) ? account.Id : null, account.Name,
            account.OwnerId is { } owner ? database.Users.Find(owner)?.Name ?? owner : null)).ToList();
    }

    /// <exception cref="RefusalException">There is likely the same one already, and nobody has said that it is another.</exception>
    internal static void Refuse(Change change, string name, bool isConfirmed, string field = "name", string? except = null)
    {
        if (isConfirmed || Of(change.Access, change.Database, name, except) is not { Count: > 0 } found) return;
        var names = string.Join(", ", found.Select(account => account.Name));
        throw RefusalException.Duplicate(field,
            $"There is likely the same customer already: {names}. Take that one, or say that this is another.", found);
    }
}

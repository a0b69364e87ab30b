using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Service;

/// <summary>Whose cases an actor sees.</summary>
public static class CaseAccess
{
    /// <summary>One's own cases and those of the accounts one sees.</summary>
    public static IQueryable<ServiceCase> Cases(this RecordAccess access, ProcessDatabase database)
    {
        if (access.Owners is not { } owners) return database.Cases;
        var accounts = access.Accounts(database);
        return database.Cases.Where(item => item.OwnerId == null || owners.Contains(item.OwnerId)
            || accounts.Any(account => account.Id == item.AccountId));
    }
}

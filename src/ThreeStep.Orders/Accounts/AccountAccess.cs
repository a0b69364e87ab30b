using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Accounts;

/// <summary>Whose accounts an actor sees.</summary>
public static class AccountAccess
{
    public static IQueryable<Account> Accounts(this RecordAccess access, ProcessDatabase database) =>
        access.Owners is not { } owners ? database.Accounts
            : database.Accounts.Where(account => account.OwnerId == null || owners.Contains(account.OwnerId));

    /// <summary>An account that the actor sees, tracked.</summary>
    /// <exception cref="RefusalException">There is none, or it is somebody else's.</exception>
    public static Account Account(this Change change, string id) =>
        change.Database.Accounts.Find(id) is { } account && change.Access.Allows(account.OwnerId) ? account
            : throw RefusalException.NotFound("account", id);
}

using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Interactions;

/// <summary>Whose interactions an actor sees: those of the accounts and deals one sees.</summary>
public static class InteractionAccess
{
    public static IQueryable<Interaction> Interactions(this RecordAccess access, ProcessDatabase database)
    {
        if (access.Owners is null) return database.Interactions;
        var (accounts, deals) = (access.Accounts(database), access.Deals(database));
        return database.Interactions.Where(interaction => accounts.Any(account => account.Id == interaction.AccountId)
            || deals.Any(deal => deal.Id == interaction.DealId));
    }
}

using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Deals;

/// <summary>Whose deals an actor sees and works on.</summary>
public static class DealAccess
{
    public static IQueryable<Deal> Deals(this RecordAccess access, ProcessDatabase database) =>
        access.Owners is not { } owners ? database.Deals : database.Deals.Where(deal => deal.OwnerId == null || owners.Contains(deal.OwnerId));

    public static IQueryable<Delivery> Deliveries(this RecordAccess access, ProcessDatabase database)
    {
        if (access.Owners is null) return database.Deliveries;
        var (deals, accounts) = (access.Deals(database), access.Accounts(database));
        return database.Deliveries.Where(delivery => deals.Any(deal => deal.Id == delivery.DealId)
            || accounts.Any(account => account.Id == delivery.AccountId));
    }

    /// <summary>Somebody asked about a deal may read it, too: nobody decides blindly.</summary>
    public static bool MayRead(this RecordAccess access, Deal deal, ProcessDatabase database) =>
        access.Allows(deal.OwnerId) || access.Approvals(database).Any(request => request.DealId == deal.Id);

    /// <summary>A deal that the actor works on, tracked.</summary>
    /// <exception cref="RefusalException">There is none, or it is somebody else's.</exception>
    public static Deal Deal(this Change change, string id) =>
        change.Database.Deals.Find(id) is { } deal && change.Access.Allows(deal.OwnerId) ? deal : throw RefusalException.NotFound("deal", id);
}

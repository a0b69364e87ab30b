using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Service;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Catalogue;

/// <summary>Whose workflow instances an actor sees: those about records one sees.</summary>
public static class InstanceAccess
{
    public static IQueryable<InstanceRow> Instances(this RecordAccess access, ProcessDatabase database)
    {
        if (access.Owners is not { } owners) return database.Instances;
        var (deals, leads, accounts, cases) = (access.Deals(database), access.Leads(database), access.Accounts(database), database.Cases);
        return database.Instances.Where(row => deals.Any(deal => deal.Id == row.CorrelationId) || leads.Any(lead => lead.Id == row.CorrelationId)
            || accounts.Any(account => account.Id == row.CorrelationId)
                || cases.Any(item => item.Id == row.CorrelationId && (item.OwnerId == null || owners.Contains(item.OwnerId))));
    }
}

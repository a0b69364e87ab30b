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

    /// <summary>
    /// As <see cref="Instances"/>, of one workflow: looked up from the records, so that it costs what the actor sees and not what there is.
    /// </summary>
    public static IQueryable<InstanceRow> InstancesOf(this RecordAccess access, ProcessDatabase database, string definitionId)
    {
        var instances = database.Instances.Where(row => row.DefinitionId == definitionId);
        if (access.Owners is not { } owners) return instances;
        var seen = access.Deals(database).Select(deal => deal.Id).Concat(access.Leads(database).Select(lead => lead.Id))
            .Concat(access.Accounts(database).Select(account => account.Id))
            .Concat(database.Cases.Where(item => item.OwnerId == null || owners.Contains(item.OwnerId)).Select(item => item.Id));
        return instances.Where(row => seen.Contains(row.CorrelationId!));
    }
}

using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Catalogue;

/// <summary>Which workflow instances an actor sees: those about records one sees, of workflows whose cases are not hidden from them.</summary>
public static class InstanceAccess
{
    public static IQueryable<InstanceRow> Instances(this RecordAccess access, ProcessDatabase database)
    {
        if (access.Owners is not { } owners) return access.NotHidden(database.Instances);
        var (deals, leads, accounts, cases) = (access.Deals(database), access.Leads(database), access.Accounts(database), database.Cases);
        return access.NotHidden(database.Instances).Where(row => deals.Any(deal => deal.Id == row.CorrelationId)
            || leads.Any(lead => lead.Id == row.CorrelationId) || accounts.Any(account => account.Id == row.CorrelationId)
                || cases.Any(item => item.Id == row.CorrelationId && (item.OwnerId == null || owners.Contains(item.OwnerId))));
    }

    /// <summary>Without those of workflows whose cases are hidden from the actor; the same query where none are.</summary>
    public static IQueryable<InstanceRow> NotHidden(this RecordAccess access, IQueryable<InstanceRow> instances)
    {
        if (access.Workflows.Hidden is not { Count: > 0 } hidden) return instances;
        var ids = hidden.ToList();
        return instances.Where(row => !ids.Contains(row.DefinitionId));
    }

    /// <summary>Refuses who may not change how instances go on; those that are not there are nobody's.</summary>
    /// <exception cref="RefusalException">One of them is of a workflow that is not theirs to see, or to change.</exception>
    public static void RequireMending(Actor actor, ProcessStore store, IReadOnlyCollection<string> instanceIds)
    {
        using var database = store.Query();
        var rights = WorkflowRights.Of(actor, database);
        foreach (var id in database.Instances.Where(row => instanceIds.Contains(row.Id)).Select(row => row.DefinitionId).Distinct().ToList())
            rights.RequireMending(id);
    }

    /// <summary>
    /// The workflows about a record, as its page shows them. Who sees only some people's records sees everything about these: where their deal stands
    /// is told whatever the workflow hides.
    /// </summary>
    public static IQueryable<InstanceRow> InstancesAbout(this RecordAccess access, ProcessDatabase database) =>
        access.Owners is null ? access.NotHidden(database.Instances) : database.Instances;

    /// <summary>
    /// As <see cref="Instances"/>, of one workflow: looked up from the records, so that it costs what the actor sees and not what there is.
    /// </summary>
    public static IQueryable<InstanceRow> InstancesOf(this RecordAccess access, ProcessDatabase database, string definitionId)
    {
        var instances = database.Instances.Where(row => row.DefinitionId == definitionId);
        if (!access.Workflows.Sees(definitionId)) return instances.Where(row => false);
        if (access.Owners is not { } owners) return instances;
        var seen = access.Deals(database).Select(deal => deal.Id).Concat(access.Leads(database).Select(lead => lead.Id))
            .Concat(access.Accounts(database).Select(account => account.Id))
            .Concat(database.Cases.Where(item => item.OwnerId == null || owners.Contains(item.OwnerId)).Select(item => item.Id));
        return instances.Where(row => seen.Contains(row.CorrelationId!));
    }
}

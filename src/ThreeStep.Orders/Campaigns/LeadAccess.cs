using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Campaigns;

/// <summary>Whose leads an actor sees.</summary>
public static class LeadAccess
{
    public static IQueryable<Lead> Leads(this RecordAccess access, ProcessDatabase database) =>
        access.Owners is not { } owners ? database.Leads : database.Leads.Where(lead => lead.OwnerId == null || owners.Contains(lead.OwnerId));
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Staff;

/// <summary>Tasks and escalations that somebody has as the manager of whoever owns the record.</summary>
static class WaitingTasks
{
    /// <summary>
    /// A person reports to another manager: what workflows have given the former one about this person's records goes to the new one.
    /// </summary>
    public static void FollowManager(Change change, string userId, string formerId, string managerId)
    {
        var database = change.Database;
        var (deals, leads, cases, accounts) = (database.Deals, database.Leads, database.Cases, database.Accounts);
        var tasks = database.Tasks.AsTracking()
            .Where(task => task.AssigneeId == formerId && task.Status == WorkTaskStatus.Open && task.InstanceId != null
            && (deals.Any(deal => deal.Id == task.DealId && deal.OwnerId == userId)
                || leads.Any(lead => lead.Id == task.LeadId && lead.OwnerId == userId)
                || cases.Any(item => item.Id == task.CaseId && item.OwnerId == userId)
                || task.DealId == null && task.LeadId == null && task.CaseId == null
                    && accounts.Any(account => account.Id == task.AccountId && account.OwnerId == userId))).ToList();
        foreach (var task in tasks)
        {
            (task.AssigneeId, task.SnoozedUntil) = (managerId, null);
            History.HandedOver(change, task.Id, formerId, managerId);
        }
    }
}

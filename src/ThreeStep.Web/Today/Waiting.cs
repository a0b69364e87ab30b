using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Layout;

namespace ThreeStep.Web.Today;

/// <summary>What waits for one person.</summary>
static class Waiting
{
    /// <summary>
    /// Open tasks of one's own, those of people for whom one stands in, and those nobody has whom one's role could do, but what is put off.
    /// </summary>
    /// <param name="now">UTC.</param>
    public static IQueryable<WorkTask> Tasks(ProcessDatabase database, Reader reader, RecordAccess access, DateTimeOffset now)
    {
        var (role, stoodIn) = (reader.User?.Role.ToString(), access.StoodIn(database));
        return database.Tasks.Where(task => task.Status == WorkTaskStatus.Open
            && (task.AssigneeId == reader.Id || (task.AssigneeId == null && task.Role == role) || stoodIn.Any(other => other.Id == task.Id))
            && (task.SnoozedUntil == null || task.SnoozedUntil <= now));
    }

    /// <summary>What this person was told and has not seen.</summary>
    public static IQueryable<Notice> Notices(ProcessDatabase database, string userId) =>
        database.Notices.Where(notice => notice.UserId == userId && notice.SeenAt == null);

    /// <summary>Approvals this person has not answered yet, for themselves or for somebody who is away.</summary>
    public static async Task<IQueryable<ApprovalRequest>> Approvals(ProcessDatabase database, RecordAccess access, CancellationToken token)
    {
        var (userId, stoodIn) = (access.Actor.UserId ?? "", await StoodIn(database, access, token));
        return database.Approvals.Where(request => request.Status == ApprovalStatus.Pending
            && (request.Steps.Any(step => step.ApproverId == userId && step.Decision == null) || stoodIn.Contains(request.Id)));
    }

    static async Task<List<string>> StoodIn(ProcessDatabase database, RecordAccess access, CancellationToken token)
    {
        if (!access.StandIns.Away.Any()) return [];
        var approvals = database.Approvals;
        var owners = await database.Deals
            .Where(deal => approvals.Any(request => request.Status == ApprovalStatus.Pending && request.DealId == deal.Id))
            .ToDictionaryAsync(deal => deal.Id, deal => deal.OwnerId, token);
        var campaigns = await database.Campaigns.Where(campaign => approvals.Any(request => request.Status == ApprovalStatus.Pending
                && request.Kind == ApprovalKind.CampaignBudget && request.Subject == "Campaign:" + campaign.Id))
            .ToDictionaryAsync(campaign => ApprovalSubject.Campaign(campaign.Id).ToString(), campaign => campaign.OwnerId, token);
        return await access.StoodIn(database, request => request.DealId is { } deal ? owners.GetValueOrDefault(deal)
            : request.Kind == ApprovalKind.CampaignBudget ? campaigns.GetValueOrDefault(request.Subject ?? "") : null, token);
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Catalogue;

/// <summary>Whose answer approvals wait for, for pages and requests. A change asks <see cref="ApprovalParts"/> by itself.</summary>
public static class WaitingApprovals
{
    /// <summary>
    /// The pending questions that the actor can answer now: those whose turn is theirs, and those of approvers who are away and for whom they
    /// stand in.
    /// </summary>
    public static async Task<List<string>> Of(RecordAccess access, ProcessDatabase database, CancellationToken token)
    {
        if (access.Actor.UserId is not { } userId) return [];
        var concerned = access.StandIns.Away.Append(userId).ToHashSet();
        var requests = await database.Approvals.Include(request => request.Steps).Where(request => request.Status == ApprovalStatus.Pending
            && request.Steps.Any(step => step.Decision == null && concerned.Contains(step.ApproverId))).ToListAsync(token);
        var owners = await Owners(database, requests, token);
        var people = concerned.Count > 1 ? await database.Users.ToDictionaryAsync(user => user.Id, token) : [];
        return requests.Where(MayAnswer).Select(request => request.Id).ToList();

        bool MayAnswer(ApprovalRequest request)
        {
            var owner = owners.GetValueOrDefault(request.Id);
            return ApprovalRules.Refusal(request, ApprovalParts.Of(request, userId, owner, access.StandIns, people), owner) is null;
        }
    }

    /// <summary>Who owns what questions are about, and so never answers them; by the question's id. What nobody owns is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> Owners(ProcessDatabase database, IReadOnlyCollection<ApprovalRequest> requests,
        CancellationToken token)
    {
        var dealIds = requests.Select(request => request.DealId).OfType<string>().ToList();
        var deals = await database.Deals.Where(deal => dealIds.Contains(deal.Id)).ToDictionaryAsync(deal => deal.Id, deal => deal.OwnerId, token);
        var campaignIds = requests.Select(CampaignOf).OfType<string>().ToList();
        var campaigns = campaignIds.Count == 0 ? [] : await database.Campaigns.Where(campaign => campaignIds.Contains(campaign.Id))
            .ToDictionaryAsync(campaign => campaign.Id, campaign => campaign.OwnerId, token);
        return requests.Select(request => (request.Id, OwnerId: request.DealId is { } deal ? deals.GetValueOrDefault(deal)
                : CampaignOf(request) is { } campaign ? campaigns.GetValueOrDefault(campaign) : null))
            .Where(pair => pair.OwnerId is not null).ToDictionary(pair => pair.Id, pair => pair.OwnerId!);
    }

    static string? CampaignOf(ApprovalRequest request) =>
        request.Kind == ApprovalKind.CampaignBudget && ApprovalSubject.Read(request.Subject) is { Kind: "Campaign", Id: var id } ? id : null;
}

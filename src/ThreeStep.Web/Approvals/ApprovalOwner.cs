using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Approvals;

/// <summary>Who owns the campaign whose budget is asked for, and so never answers; null for what is no budget.</summary>
static class ApprovalOwner
{
    public static async Task<string?> Of(ProcessDatabase database, ApprovalRequest request, CancellationToken token) =>
        request.Kind == ApprovalKind.CampaignBudget && ApprovalSubject.Read(request.Subject) is { Kind: "Campaign", Id: var id }
            ? await database.Campaigns.Where(campaign => campaign.Id == id).Select(campaign => campaign.OwnerId).FirstOrDefaultAsync(token) : null;
}

using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Deals;

/// <summary>Somebody wants a yes to a deal's present terms now; its workflow asks, as it does when terms change.</summary>
public static class AskForApproval
{
    public static Deal Apply(Change change, string id)
    {
        var deal = change.Deal(id);
        if (!deal.IsOpen)
            throw RefusalException.Conflict($"The deal is closed ({deal.Stage}): its terms stand. Reopen it to negotiate again.", "stage");
        var standing = ApprovalStanding.Of(deal, change.Database, change.Definitions);
        if (standing.IsCovered) throw RefusalException.Conflict("The terms are approved already.", "terms");
        if (standing.OwnRule is { } rule) throw RefusalException.Conflict($"The owner may decide this alone ({rule}).", "terms");
        if (OpenQuestions.Of(change, id).Count > 0) throw RefusalException.Conflict("The terms are being asked for already.", "terms");
        change.Queue(DealEvents.TermsChanged(deal));
        return deal;
    }
}

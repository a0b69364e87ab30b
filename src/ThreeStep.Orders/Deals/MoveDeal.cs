using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Deals;

/// <summary>
/// A deal comes to another stage: by a person on its page or on the board, by REST, by a workflow, by an import. It is the one way to Won, and
/// nothing is won whose present terms nobody has said yes to.
/// </summary>
public static class MoveDeal
{
    public static Deal Apply(Change change, string id, Stage stage, string? reason = null)
    {
        var deal = change.Deal(id);
        if (deal.Stage == stage) return deal;
        var standing = ApprovalStanding.Of(deal, change.Database, change.Definitions);
        if (StageRules.Refusal(deal, stage, change.By.IsWorkflow || change.By.Is(Role.Manager, Role.Admin), standing) is { } refusal)
            throw RefusalException.Conflict(refusal, "stage");
        // What the owner may decide alone is a yes like any other, and stands on record: who, and by which rule.
        if (stage == Stage.Won && !standing.IsCovered)
            deal.Approved = new ApprovedTerms(deal.Terms, deal.OwnerId, change.Now, standing.OwnRule!, null);
        Put(change, deal, stage, reason, change.Now);
        return deal;
    }

    /// <summary>
    /// Another system says that a deal which is open here was closed there. An export is no way round an approval: what nobody has said yes to here
    /// stays open, and the import tells whose answer is missing.
    /// </summary>
    /// <param name="amount">What it was signed for, in the deal's currency.</param>
    /// <param name="at">When, UTC.</param>
    /// <returns>Why it stays open; null when it was closed.</returns>
    internal static Message? CloseElsewhere(Change change, Deal deal, Stage stage, decimal amount, DateTimeOffset at)
    {
        if (stage == Stage.Won)
        {
            var former = deal.Amount;
            deal.Amount = amount;
            var standing = ApprovalStanding.Of(deal, change.Database, change.Definitions);
            if (standing.Refusal is { } refusal)
            {
                deal.Amount = former;
                return refusal;
            }
            if (!standing.IsCovered) deal.Approved = new ApprovedTerms(deal.Terms, deal.OwnerId, change.Now, standing.OwnRule!, null);
        }
        Put(change, deal, stage, null, at);
        return null;
    }

    /// <summary>A workflow's question was withdrawn: an open deal is again in the stage from which the workflow had moved it.</summary>
    internal static void PutBack(Change change, Deal deal, Stage stage)
    {
        if (deal.IsOpen && stage is not (Stage.Won or Stage.Lost)) Put(change, deal, stage, null, change.Now);
    }

    /// <summary>The rule of a yes that was said before the deal came here.</summary>
    internal const string ImportedRule = "signed before the import";

    static void Put(Change change, Deal deal, Stage stage, string? reason, DateTimeOffset at)
    {
        (deal.Stage, deal.StageSince) = (stage, at);
        if (stage == Stage.Engaging) deal.EngagedAt ??= at;
        deal.ClosedAt = deal.IsOpen ? null : at;
        if (stage == Stage.Lost) deal.LostReason = TextField.Note(reason, "lostReason") ?? deal.LostReason;
        change.Queue(DealEvents.StageChanged(deal));
        if (!deal.IsOpen) Close(change, deal);
        if (stage == Stage.Won) change.Queue(DealEvents.Won(deal));
    }

    /// <summary>What is over leaves nothing behind that asks or reminds.</summary>
    static void Close(Change change, Deal deal)
    {
        change.Queue(DealEvents.Closed(deal));
        OpenQuestions.Drop(change, deal, deal.Stage == Stage.Lost ? "商机已丢单 · The deal was lost" : "商机已签约 · The deal was won");
        WithdrawNotices.OfDeal(change, deal.Id);
    }
}

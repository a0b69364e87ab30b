using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Deals;

/// <summary>Which changes of stage are possible, whoever wishes them.</summary>
public static class StageRules
{
    /// <summary>Why a deal cannot be moved to a stage; null when it can.</summary>
    /// <param name="mayReopen">Managers, and workflows, reopen a closed deal.</param>
    /// <param name="standing">Where its terms stand: nothing is won without a yes to them. Null will do where it is not in Negotiating.</param>
    public static Message? Refusal(Deal deal, Stage target, bool mayReopen, ApprovalStanding? standing)
    {
        if (!deal.IsOpen)
        {
            if (target != Stage.Negotiating) return $"The deal is closed ({deal.Stage}). It can only be reopened to Negotiating.";
            return mayReopen ? null : "Only a manager reopens a closed deal.";
        }
        if (target != Stage.Won) return null;
        return deal.Stage != Stage.Negotiating ? "A deal is won out of Negotiating." : standing!.Refusal;
    }

    /// <summary>The stages a deal can be moved to now.</summary>
    public static IEnumerable<Stage> Possible(Deal deal, bool mayReopen, ApprovalStanding? standing) =>
        Enum.GetValues<Stage>().Where(stage => stage != deal.Stage && Refusal(deal, stage, mayReopen, standing) is null);
}

using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Deals;

/// <summary>Which changes of stage a person may make by hand.</summary>
public static class StageRules
{
    /// <summary>Why a deal cannot be moved to a stage; null when it can.</summary>
    public static Message? Refusal(Deal deal, Stage target, bool byManager)
    {
        if (!deal.IsOpen)
        {
            if (target != Stage.Negotiating) return $"The deal is closed ({deal.Stage}). It can only be reopened to Negotiating.";
            return byManager ? null : "Only a manager reopens a closed deal.";
        }
        if (target == Stage.Won && deal.Stage != Stage.Negotiating) return "A deal is won out of Negotiating.";
        return null;
    }
}

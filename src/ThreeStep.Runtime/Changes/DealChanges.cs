using ThreeStep.Orders.Deals;
using ThreeStep.Runtime.Commit;

namespace ThreeStep.Runtime.Changes;

/// <summary>Changes to deals that others must hear of, the same for workflows, the API and imports.</summary>
public static class DealChanges
{
    public static IEnumerable<QueuedStimulus> MoveTo(Deal deal, Stage stage, string? reason, DateTimeOffset now)
    {
        if (deal.Stage == stage) return [];
        deal.Stage = stage;
        deal.StageSince = now;
        if (stage == Stage.Engaging) deal.EngagedAt ??= now;
        deal.ClosedAt = deal.IsOpen ? null : now;
        if (stage == Stage.Lost) deal.LostReason = reason ?? deal.LostReason;
        var events = new List<QueuedStimulus> { DomainEvents.DealStageChanged(deal) };
        if (!deal.IsOpen) events.Add(DomainEvents.DealClosed(deal));
        if (stage == Stage.Won) events.Add(DomainEvents.DealWon(deal));
        return events;
    }
}

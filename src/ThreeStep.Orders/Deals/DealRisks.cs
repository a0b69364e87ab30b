using ThreeStep.Orders.Fields;

namespace ThreeStep.Orders.Deals;

/// <summary>Why an open deal may be lost: 没有下一步 · 阶段停留过久 · 客户沉默 · 只有一个联系人.</summary>
public enum DealRisk { NoNextActivity, TooLongInStage, Quiet, SingleContact }

/// <summary>
/// What is wrong with an open deal, for those who look at the pipeline. Source: RULES, "Follow-up" and "Buying centre". A planned next activity
/// silences the clocks until its day has passed at the company.
/// </summary>
public static class DealRisks
{
    /// <summary>Until there are enough won deals to learn from, a deal stands too long in a stage after this.</summary>
    public static readonly TimeSpan LongestInStage = TimeSpan.FromDays(14);
    public static readonly TimeSpan LongestSilence = TimeSpan.FromDays(7);

    /// <param name="activeContacts">People at the account who were touched in the last 30 days.</param>
    /// <param name="large">From which amount on a deal is large: only then one contact is too few.</param>
    /// <param name="now">UTC.</param>
    /// <param name="zone">The company's.</param>
    public static IReadOnlyList<DealRisk> Of(Deal deal, int activeContacts, decimal large, DateTimeOffset now, TimeZoneInfo zone)
    {
        var risks = new List<DealRisk>();
        if (!deal.IsOpen) return risks;
        var isPlanned = deal.NextActivityAt >= CompanyDays.Of(now, zone);
        if (!isPlanned)
        {
            risks.Add(DealRisk.NoNextActivity);
            if (now - deal.StageSince > LongestInStage) risks.Add(DealRisk.TooLongInStage);
            if (now - (deal.LastInteractionAt ?? deal.CreatedAt) > LongestSilence) risks.Add(DealRisk.Quiet);
        }
        if (deal.Amount >= large && activeContacts <= 1) risks.Add(DealRisk.SingleContact);
        return risks;
    }

    /// <summary>The same rules where the database chooses; but for contacts, which it counts for the deals shown.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="zone">The company's.</param>
    public static IQueryable<Deal> Where(IQueryable<Deal> deals, DealRisk risk, decimal large, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (today, stage, silence) = (CompanyDays.Of(now, zone), now - LongestInStage, now - LongestSilence);
        var open = deals.Where(deal => deal.Stage != Stage.Won && deal.Stage != Stage.Lost);
        var unplanned = open.Where(deal => deal.NextActivityAt == null || deal.NextActivityAt < today);
        return risk switch
        {
            DealRisk.NoNextActivity => unplanned,
            DealRisk.TooLongInStage => unplanned.Where(deal => deal.StageSince < stage),
            DealRisk.Quiet => unplanned.Where(deal => (deal.LastInteractionAt ?? deal.CreatedAt) < silence),
            _ => open.Where(deal => deal.Amount >= large),
        };
    }
}

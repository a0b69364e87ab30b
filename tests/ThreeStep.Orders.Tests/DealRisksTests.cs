using ThreeStep.Orders.Deals;

namespace ThreeStep.Orders.Tests;

public sealed class DealRisksTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 23, 2, 0, 0, TimeSpan.Zero);
    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    const decimal Large = 1_000_000;

    static Deal Deal(int daysInStage = 0, int daysQuiet = 0, decimal amount = 500_000) => new()
    {
        Id = "d",
        Name = "d",
        Currency = "CNY",
        Amount = amount,
        Stage = Stage.Proposing,
        StageSince = Now.AddDays(-daysInStage),
        LastInteractionAt = Now.AddDays(-daysQuiet),
        CreatedAt = Now.AddDays(-60),
    };

    [Fact]
    public void A_deal_without_a_next_activity_is_at_risk_at_once() =>
        Assert.Equal([DealRisk.NoNextActivity], DealRisks.Of(Deal(), 3, Large, Now, Zone));

    [Fact]
    public void Too_long_in_a_stage_and_quiet_are_said_separately() =>
        Assert.Equal([DealRisk.NoNextActivity, DealRisk.TooLongInStage, DealRisk.Quiet], DealRisks.Of(Deal(15, 8), 3, Large, Now, Zone));

    [Fact]
    public void A_planned_next_activity_silences_until_its_day_has_passed_at_the_company()
    {
        var deal = Deal(30, 30);
        deal.NextActivityAt = new DateOnly(2026, 11, 23);
        Assert.Empty(DealRisks.Of(deal, 3, Large, Now, Zone));

        deal.NextActivityAt = new DateOnly(2026, 11, 22);
        Assert.Contains(DealRisk.Quiet, DealRisks.Of(deal, 3, Large, Now, Zone));
    }

    [Theory]
    [InlineData(1_000_000, 1, true)]
    [InlineData(1_000_000, 2, false)]
    [InlineData(999_999, 0, false)]
    public void One_contact_is_too_few_for_a_large_deal(int amount, int contacts, bool isRisk) =>
        Assert.Equal(isRisk, DealRisks.Of(Deal(amount: amount), contacts, Large, Now, Zone).Contains(DealRisk.SingleContact));

    [Fact]
    public void A_closed_deal_is_not_at_risk()
    {
        var deal = Deal(90, 90);
        deal.Stage = Stage.Lost;
        Assert.Empty(DealRisks.Of(deal, 0, Large, Now, Zone));
    }

    [Theory]
    [InlineData(0, 38)]
    [InlineData(20, 22.5)]
    [InlineData(38, 0)]
    public void A_discount_eats_the_margin(decimal discount, decimal margin) =>
        Assert.Equal(margin, DealMargin.Percent(new Product { Id = "p", Name = "p", Currency = "CNY", ListPrice = 100, Cost = 62 }, discount));

    [Fact]
    public void Without_a_cost_no_margin_is_told() =>
        Assert.Null(DealMargin.Percent(new Product { Id = "p", Name = "p", Currency = "CNY", ListPrice = 100 }, 10));
}

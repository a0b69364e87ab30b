using ThreeStep.Orders.Deals;

namespace ThreeStep.Orders.Tests;

public sealed class StageRulesTests
{
    static Deal In(Stage stage) => new() { Id = "deal", Name = "Deal", Currency = "CNY", Stage = stage };

    [Fact]
    public void A_deal_is_won_out_of_negotiating_only()
    {
        Assert.Null(StageRules.Refusal(In(Stage.Negotiating), Stage.Won, byManager: false));
        Assert.NotNull(StageRules.Refusal(In(Stage.Proposing), Stage.Won, byManager: true));
    }

    [Fact]
    public void Only_a_manager_reopens_a_closed_deal()
    {
        Assert.NotNull(StageRules.Refusal(In(Stage.Lost), Stage.Negotiating, byManager: false));
        Assert.Null(StageRules.Refusal(In(Stage.Lost), Stage.Negotiating, byManager: true));
        Assert.NotNull(StageRules.Refusal(In(Stage.Won), Stage.Proposing, byManager: true));
    }
}

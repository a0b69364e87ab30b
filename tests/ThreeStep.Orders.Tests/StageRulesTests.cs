using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;

namespace ThreeStep.Orders.Tests;

public sealed class StageRulesTests
{
    static readonly ApprovalStanding Covered = new(true, null, "discount 5 %", null, []);
    static readonly ApprovalStanding Asked = new(false, null, "discount 25 %",
        new(new([Approver.Of("Director")], Within: "2 days"), 1, null, "discount 25 %"), ["Lin"]);

    static Deal In(Stage stage) => new() { Id = "deal", Name = "Deal", Currency = "CNY", Stage = stage };

    static string? Refusal(Stage present, Stage target, bool mayReopen, ApprovalStanding standing) =>
        StageRules.Refusal(In(present), target, mayReopen, standing)?.ToString();

    [Fact]
    public void A_deal_is_won_out_of_negotiating_only()
    {
        Assert.Null(Refusal(Stage.Negotiating, Stage.Won, mayReopen: false, Covered));
        Assert.NotNull(Refusal(Stage.Proposing, Stage.Won, mayReopen: true, Covered));
    }

    [Fact]
    public void A_deal_is_not_won_before_the_yes_and_the_refusal_says_whose_is_missing() =>
        Assert.Contains("waiting for the answer of Lin", Refusal(Stage.Negotiating, Stage.Won, mayReopen: true, Asked), StringComparison.Ordinal);

    [Fact]
    public void Only_a_manager_reopens_a_closed_deal()
    {
        Assert.NotNull(Refusal(Stage.Lost, Stage.Negotiating, mayReopen: false, Covered));
        Assert.Null(Refusal(Stage.Lost, Stage.Negotiating, mayReopen: true, Covered));
        Assert.NotNull(Refusal(Stage.Won, Stage.Proposing, mayReopen: true, Covered));
    }

    [Fact]
    public void Only_what_is_possible_is_offered()
    {
        Assert.DoesNotContain(Stage.Won, StageRules.Possible(In(Stage.Researching), mayReopen: true, Covered));
        Assert.DoesNotContain(Stage.Won, StageRules.Possible(In(Stage.Negotiating), mayReopen: true, Asked));
        Assert.Contains(Stage.Won, StageRules.Possible(In(Stage.Negotiating), mayReopen: false, Covered));
        Assert.Empty(StageRules.Possible(In(Stage.Lost), mayReopen: false, Covered));
    }
}

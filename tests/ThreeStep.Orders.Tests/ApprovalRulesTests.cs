using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;

namespace ThreeStep.Orders.Tests;

public sealed class ApprovalRulesTests
{
    static Terms Terms(decimal discount, decimal amount = 100_000, bool multiYear = false) => new(amount, "CNY", discount, multiYear);

    static User Person(string id, string? position = null) => new() { Id = id, Name = id, Role = Role.Manager, Position = position };

    static ApprovalRequest Request(ApprovalMode mode, params string[] approvers) => new()
    {
        Id = "request",
        Title = "Deal",
        Rule = "rule",
        Mode = mode,
        RequiredApprovals = approvers.Length,
        RequestedById = "rep",
        InstanceId = "i",
        BookmarkId = "b",
        Steps = approvers.Select((approver, index) =>
            new ApprovalStep { Id = $"step-{index}", RequestId = "request", Order = index + 1, ApproverId = approver }).ToList(),
    };

    [Theory]
    [InlineData(0, "")]
    [InlineData(10, "")]
    [InlineData(10.01, "SalesManager")]
    [InlineData(20, "SalesManager")]
    [InlineData(25, "Director")]
    [InlineData(40, "SalesHead,Finance")]
    [InlineData(41, "CFO,CEO")]
    public void The_discount_chooses_the_tier(double discount, string positions) =>
        Assert.Equal(positions, string.Join(',', ApprovalRules.TierOf(Terms((decimal)discount), ApprovalTier.Defaults, 1_000_000).Tier.Positions));

    [Theory]
    [InlineData(999_999.99, "")]
    [InlineData(1_000_000, "SalesManager")]
    public void A_large_deal_goes_one_tier_up(double amount, string positions) =>
        Assert.Equal(positions, string.Join(',', ApprovalRules.TierOf(Terms(0, (decimal)amount), ApprovalTier.Defaults, 1_000_000).Tier.Positions));

    [Fact]
    public void Several_years_go_to_the_top() =>
        Assert.Equal(["CFO", "CEO"], ApprovalRules.TierOf(Terms(0, multiYear: true), ApprovalTier.Defaults, 1_000_000).Tier.Positions);

    [Fact]
    public void Where_nobody_holds_the_position_a_manager_above_is_asked_but_never_the_owner()
    {
        var tier = new ApprovalTier(30, ["Director"], ApprovalMode.Any, 48);

        var approvers = ApprovalRules.Approvers(tier, "rep", [Person("near"), Person("top")], _ => [], _ => [Person("rep")]);

        Assert.Equal(["top"], approvers.Select(user => user.Id));
        Assert.Empty(ApprovalRules.Approvers(tier, "rep", [], _ => [Person("rep", "Director")], _ => [Person("rep")]));
    }

    [Fact]
    public void Any_needs_one_yes_and_All_needs_every_one()
    {
        var any = Request(ApprovalMode.Any, "a", "b");
        any.Steps[1].Decision = ApprovalDecision.Approve;
        var all = Request(ApprovalMode.All, "a", "b");
        all.Steps[0].Decision = ApprovalDecision.Approve;

        Assert.Equal(ApprovalStatus.Approved, ApprovalRules.Outcome(any));
        Assert.Null(ApprovalRules.Outcome(all));
        all.Steps[1].Decision = ApprovalDecision.Reject;
        Assert.Equal(ApprovalStatus.Rejected, ApprovalRules.Outcome(all));
    }

    [Fact]
    public void Nobody_approves_their_own_deal_even_if_asked()
    {
        var request = Request(ApprovalMode.Any, "rep", "boss");

        Assert.NotNull(ApprovalRules.Refusal(request, "rep", "rep"));
        // The deal was handed over meanwhile: neither who asked nor who owns it now may answer.
        Assert.NotNull(ApprovalRules.Refusal(request, "boss", "boss"));
        Assert.Null(ApprovalRules.Refusal(request, "boss", "rep"));
    }

    [Fact]
    public void Only_who_was_asked_answers_once_and_in_turn()
    {
        var request = Request(ApprovalMode.Sequential, "first", "second");

        Assert.NotNull(ApprovalRules.Refusal(request, "stranger", "rep"));
        Assert.NotNull(ApprovalRules.Refusal(request, "second", "rep"));
        request.Steps[0].Decision = ApprovalDecision.Approve;
        Assert.Null(ApprovalRules.Refusal(request, "second", "rep"));
        Assert.NotNull(ApprovalRules.Refusal(request, "first", "rep"));
    }

    [Fact]
    public void A_closed_question_says_who_answered()
    {
        var request = Request(ApprovalMode.Any, "a", "b");
        (request.Status, request.Steps[0].Decision, request.Steps[0].DecidedAt) =
            (ApprovalStatus.Approved, ApprovalDecision.Approve, DateTimeOffset.UnixEpoch);

        Assert.Contains("a was faster", ApprovalRules.Refusal(request, "b", "rep")!.ToString(), StringComparison.Ordinal);
    }
}

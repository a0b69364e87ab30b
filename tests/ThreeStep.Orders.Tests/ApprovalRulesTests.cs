using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;

namespace ThreeStep.Orders.Tests;

public sealed class ApprovalRulesTests
{
    static Terms Terms(decimal discount, decimal amount = 100_000, bool multiYear = false) => new(amount, "CNY", discount, multiYear ? 2 : 1);

    static string Positions(Terms terms) =>
        string.Join(',', ApprovalMatrix.Usual(1_000_000).Ask(terms).Asks.Who.Select(approver => approver.Value));

    static User Person(string id, string? position = null) => new() { Id = id, Name = id, Role = Role.Manager, Position = position };

    static ApprovalRequest Request(ApprovalMode mode, params string[] approvers) => Request(mode, approvers.Length, approvers);

    static ApprovalRequest Request(ApprovalMode mode, int required, params string[] approvers) => new()
    {
        Id = "request",
        Title = "Deal",
        Rule = "rule",
        Mode = mode,
        RequiredApprovals = required,
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
        Assert.Equal(positions, Positions(Terms((decimal)discount)));

    [Theory]
    [InlineData(999_999.99, "")]
    [InlineData(1_000_000, "SalesManager")]
    public void A_large_deal_goes_one_tier_up(double amount, string positions) =>
        Assert.Equal(positions, Positions(Terms(0, (decimal)amount)));

    [Fact]
    public void Several_years_go_to_the_top() =>
        Assert.Equal("CFO,CEO", Positions(Terms(0, multiYear: true)));

    [Fact]
    public void Where_nobody_holds_the_position_a_manager_above_is_asked_but_never_the_owner()
    {
        Assert.Equal("top", Asked(Asking("Director"), [Person("near"), Person("top")], [], [Person("rep")]));
        Assert.Equal("", Asked(Asking("Director"), [], [Person("rep", "Director")], [Person("rep")]));
    }

    static Asking Asking(params IEnumerable<string> positions) => new(positions.Select(Approver.Of).ToList(), Within: "1 day");

    static string Asked(Asking asking, IReadOnlyList<User> managers, IReadOnlyList<User> holders, IReadOnlyList<User> anyManagers) =>
        string.Join(',', WhoIsAsked.Of(asking, "rep", managers, _ => holders, role => role == Role.Manager ? anyManagers : [],
            id => new User { Id = id, Name = id, IsActive = id != "left", TakenOverById = id == "left" ? "taker" : null })
            .Select(asked => asked.Person.Id));

    [Theory]
    [InlineData(ApproverKind.Manager, "1", "near")]
    [InlineData(ApproverKind.Manager, "2", "top")]
    [InlineData(ApproverKind.Manager, "7", "top")]
    [InlineData(ApproverKind.Person, "ann", "ann")]
    [InlineData(ApproverKind.Person, "left", "taker")]
    public void A_manager_so_many_levels_up_and_a_named_person_are_asked(ApproverKind kind, string value, string expected) =>
        Assert.Equal(expected, Asked(new([new(kind, value)], Within: "1 day"), [Person("near"), Person("top")], [], []));

    [Fact]
    public void Of_a_group_with_a_quorum_the_owner_is_left_out_and_others_only_come_in_when_too_few_are_left()
    {
        Approver[] committee = [new(ApproverKind.Person, "rep"), new(ApproverKind.Person, "ann"), new(ApproverKind.Person, "bob")];

        Assert.Equal("ann,bob", Asked(new(committee, ApprovalMode.Quorum, 2, "1 day"), [Person("near")], [], []));
        Assert.Equal("ann,bob,near", Asked(new(committee, ApprovalMode.Quorum, 3, "1 day"), [Person("near")], [], []));
    }

    [Fact]
    public void Two_of_three_decide_and_a_no_only_when_two_yeses_cannot_come_any_more()
    {
        var request = Request(ApprovalMode.Quorum, 2, "a", "b", "c");

        request.Steps[0].Decision = ApprovalDecision.Reject;
        Assert.Null(ApprovalRules.Outcome(request));
        request.Steps[1].Decision = ApprovalDecision.Approve;
        Assert.Null(ApprovalRules.Outcome(request));
        request.Steps[2].Decision = ApprovalDecision.Approve;
        Assert.Equal(ApprovalStatus.Approved, ApprovalRules.Outcome(request));
        request.Steps[2].Decision = ApprovalDecision.Return;
        Assert.Equal(ApprovalStatus.Rejected, ApprovalRules.Outcome(request));
    }

    [Theory]
    [InlineData(StepPlace.Before, "guest", "a,guest")]
    [InlineData(StepPlace.Beside, "a,guest", "guest,a")]
    [InlineData(StepPlace.After, "a", "a,guest")]
    public void Who_is_brought_in_says_yes_before_beside_or_after_and_the_yes_counts_with_theirs(StepPlace place, string waiting, string order)
    {
        var request = Request(ApprovalMode.Any, "a");
        request.Steps.Add(new() { Id = "added", RequestId = "request", Order = 2, ApproverId = "guest", Place = place, OfStepId = "step-0" });

        Assert.Equal(waiting, string.Join(',', ApprovalRules.Waiting(request).Select(step => step.ApproverId)));
        foreach (var id in place == StepPlace.Before ? order.Split(',').Reverse() : order.Split(','))
        {
            Assert.Null(ApprovalRules.Outcome(request));
            Assert.Null(ApprovalRules.Refusal(request, id, "rep"));
            request.Steps.Single(step => step.ApproverId == id).Decision = ApprovalDecision.Approve;
        }
        Assert.Equal(ApprovalStatus.Approved, ApprovalRules.Outcome(request));
    }

    [Fact]
    public void Who_is_asked_because_time_went_by_says_yes_for_the_one_who_was_slow()
    {
        var request = Request(ApprovalMode.Sequential, "a", "b");
        request.Steps.Add(new()
        {
            Id = "added",
            RequestId = "request",
            Order = 3,
            ApproverId = "boss",
            Place = StepPlace.Instead,
            OfStepId = "step-0",
        });

        request.Steps[2].Decision = ApprovalDecision.Approve;
        Assert.Null(ApprovalRules.Refusal(request, "b", "rep"));
        request.Steps[1].Decision = ApprovalDecision.Approve;
        Assert.Equal(ApprovalStatus.Approved, ApprovalRules.Outcome(request));
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

using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>What happens to deals, played through the product's own workflows.</summary>
public sealed class SalesStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task A_small_deal_goes_from_the_first_visit_to_the_contract()
    {
        var deal = await world.NewDeal();

        await world.Answer("约访");
        Assert.Equal(Stage.Engaging, world.StageOf(deal.Id));
        await world.Answer("拜访");
        Assert.Equal(Stage.Researching, world.StageOf(deal.Id));
        await world.Answer("调研");
        Assert.Equal(Stage.Proposing, world.StageOf(deal.Id));
        await world.Answer("方案");
        await world.Meet(deal.Id);
        await world.Answer("兴趣");
        Assert.Equal(Stage.Negotiating, world.StageOf(deal.Id));
        await world.Answer("谈判");
        await world.Answer("签订合同");

        Assert.Equal(Stage.Won, world.StageOf(deal.Id));
        Assert.Equal(7, world.Tasks("rep").Count(task => task.Kind == WorkTaskKind.Task));
        Assert.Equal("Finished", Assert.Single(world.Instances("big-order")).Status);
        Assert.Single(world.Instances("after-delivery"));
        Assert.Empty(world.Approvals());
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task A_quiet_deal_reminds_the_rep_then_the_manager_then_gives_the_manager_a_task()
    {
        await world.NewDeal(stage: Stage.Negotiating);

        await world.Pass(TimeSpan.FromDays(7));
        Assert.Single(world.Tasks("rep"), task => task.Kind == WorkTaskKind.Reminder && task.Title.Contains("7 天"));
        Assert.DoesNotContain(world.Tasks("manager"), task => task.Kind == WorkTaskKind.Escalation);
        await world.Pass(TimeSpan.FromDays(7));
        Assert.Single(world.Tasks("manager"), task => task.Kind == WorkTaskKind.Escalation && task.Title.Contains("14 天"));
        await world.Pass(TimeSpan.FromDays(7));

        Assert.Single(world.OpenTitles("manager"), title => title.Contains("21 天"));
    }

    [Fact]
    public async Task A_word_with_the_customer_starts_the_count_again()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);

        await world.Pass(TimeSpan.FromDays(6));
        await world.Meet(deal.Id);
        await world.Pass(TimeSpan.FromDays(6));

        Assert.DoesNotContain(world.Tasks("rep"), task => task.Title.Contains("安静"));
        await world.Pass(TimeSpan.FromDays(1));
        Assert.Contains(world.Tasks("rep"), task => task.Title.Contains("安静"));
    }

    [Fact]
    public async Task A_large_deal_waits_for_the_managers_yes_and_then_moves_on()
    {
        var deal = await world.NewDeal(amount: 1_500_000, stage: Stage.Engaging);
        var request = Assert.Single(world.Approvals());
        Assert.Equal(["manager"], request.Steps.Select(step => step.ApproverId));
        Assert.NotNull(ApprovalRules.Refusal(request, "rep", "rep"));

        await world.Pass(TimeSpan.FromDays(2));
        Assert.Equal(Stage.Engaging, world.StageOf(deal.Id));
        await world.Decide("manager", ApprovalDecision.Approve);

        Assert.Equal(Stage.Researching, world.StageOf(deal.Id));
        Assert.Equal(1_500_000m, world.Read(database => database.Deals.Find(deal.Id)!.ApprovedAmount));
    }

    [Fact]
    public async Task A_large_discount_on_a_large_deal_needs_two_and_one_no_is_enough()
    {
        var deal = await world.NewDeal(stage: Stage.Researching);

        await world.ChangeTerms(deal.Id, 2_000_000, 25);
        var request = Assert.Single(world.Approvals());
        Assert.Equal(["finance", "head"], request.Steps.Select(step => step.ApproverId).Order());
        await world.Decide("head", ApprovalDecision.Approve);
        Assert.Equal(ApprovalStatus.Pending, Assert.Single(world.Approvals()).Status);
        await world.Decide("finance", ApprovalDecision.Reject);

        Assert.Equal(ApprovalStatus.Rejected, Assert.Single(world.Approvals()).Status);
        Assert.Equal(Stage.Researching, world.StageOf(deal.Id));
        Assert.Contains(world.Notices("rep"), notice => notice.Kind == NoticeKind.ApprovalRejected);
    }

    [Fact]
    public async Task Approved_terms_move_the_deal_to_the_negotiation_and_hold_for_the_contract()
    {
        var deal = await world.NewDeal(stage: Stage.Proposing);

        await world.ChangeTerms(deal.Id, 200_000, 15);
        await world.Decide("manager", ApprovalDecision.Approve);
        Assert.Equal(Stage.Negotiating, world.StageOf(deal.Id));
        await world.Answer("谈判");
        await world.Answer("签订合同");

        Assert.Equal(Stage.Won, world.StageOf(deal.Id));
        Assert.Single(world.Approvals());
    }

    [Fact]
    public async Task Terms_that_change_while_somebody_decides_replace_the_question_and_those_asked_are_told()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await world.ChangeTerms(deal.Id, 200_000, 15);
        var former = world.OpenQuestion();

        await world.ChangeTerms(deal.Id, 200_000, 25);

        Assert.Equal(ApprovalStatus.Replaced, world.Approvals().Single(request => request.Id == former.Id).Status);
        Assert.Equal(["director"], world.OpenQuestion().Steps.Select(step => step.ApproverId));
        Assert.Equal(NoticeKind.ApprovalReplaced, Assert.Single(world.Notices("manager")).Kind);
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            world.Do("manager", change => AnswerApproval.Apply(change, former.Id, "manager", ApprovalDecision.Approve, null, null)));
        Assert.Contains("15 % → 25 %", refusal.Message, StringComparison.Ordinal);
        Assert.Null(world.DealOf(deal.Id).ApprovedDiscountPercent);
    }

    [Fact]
    public async Task A_deal_that_is_won_by_hand_goes_on_to_its_delivery()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);

        await world.MoveTo(deal.Id, Stage.Won);

        Assert.Equal("Finished", Assert.Single(world.Instances("big-order")).Status);
        Assert.Single(world.Instances("after-delivery"));
        Assert.Empty(world.OpenTitles("rep"));
    }

    [Fact]
    public async Task A_lost_deal_takes_its_tasks_and_waits_with_it()
    {
        var deal = await world.NewDeal();
        Assert.NotEmpty(world.OpenTitles("rep"));

        await world.MoveTo(deal.Id, Stage.Lost);

        Assert.Empty(world.OpenTitles());
        Assert.Equal("Finished", Assert.Single(world.Instances("big-order")).Status);
        Assert.Equal("Finished", Assert.Single(world.Instances("quiet-customer")).Status);
        Assert.Equal(0, world.Read(database => database.Bookmarks.Count()));
    }

    [Fact]
    public async Task A_stage_that_is_moved_by_hand_takes_the_workflow_along()
    {
        var deal = await world.NewDeal();

        await world.MoveTo(deal.Id, Stage.Proposing);

        Assert.Single(world.OpenTitles("rep"), title => title.Contains("方案"));
    }

    [Fact]
    public async Task Approvers_are_reminded_and_others_brought_in_but_time_never_approves()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await world.ChangeTerms(deal.Id, 200_000, 15);

        // One working day from nine o'clock: half of it is over at half past one.
        await world.Pass(TimeSpan.FromHours(4.5));
        Assert.Equal(world.Now, Assert.Single(world.OpenQuestion().Steps).RemindedAt);
        Assert.Empty(world.Tasks("manager"));
        await world.Pass(TimeSpan.FromHours(24));
        Assert.Contains("director", Assert.Single(world.Approvals()).Steps.Select(step => step.ApproverId));
        await world.Pass(TimeSpan.FromDays(60));

        Assert.Equal(ApprovalStatus.Pending, Assert.Single(world.Approvals()).Status);
    }
}

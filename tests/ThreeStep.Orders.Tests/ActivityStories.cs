using System.Text.Json.Nodes;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Instances;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

public sealed class ActivityStories
{
    static WorkflowStory Story(JsonObject step, params string[] outcomes)
    {
        var id = step["id"]!.ToString();
        var story = new WorkflowStory(Flowchart([step, .. outcomes.Select(Line)],
            outcomes.Select(outcome => $"{id}:{outcome} -> {outcome}").ToArray()), null, typeof(OrderActivity).Assembly)
        {
            Calendar = counted => new WorkingCalendar([CalendarDefinition.Usual]).When(counted),
        };
        story.SetRecord("TimeZone", "company", "Asia/Shanghai");
        story.SetRecord("Company", "company", new Company { Name = "Company", Currency = "CNY" });
        story.SetRecord("User", "rep", Person("rep", Role.Rep, managerId: "manager"));
        story.SetRecord("User", "manager", Person("manager", Role.Manager, "SalesManager", "director"));
        story.SetRecord("User", "director", Person("director", Role.Manager, "Director"));
        story.SetRecord("UsersByPosition", "Director", new List<User> { Person("director", Role.Manager, "Director") });
        return story;
    }

    static User Person(string id, Role role, string? position = null, string? managerId = null) =>
        new() { Id = id, Name = id, Role = role, Position = position, ManagerId = managerId };

    static Deal Deal(decimal amount = 100_000, decimal discount = 0) =>
        new()
        {
            Id = "deal",
            Name = "大订单",
            AccountId = "account",
            OwnerId = "rep",
            Amount = amount,
            DiscountPercent = discount,
            Currency = "CNY",
            Stage = Stage.Negotiating
        };

    static JsonObject Task() =>
        Step("ThreeStep.AssignTask", "task", ("title", Literal("拜访客户")), ("assignee", Literal("rep")), ("dealId", Literal("deal")),
        ("dueIn", Literal("2.00:00:00")), ("inWorkingTime", Literal("false")));

    [Fact]
    public void A_task_is_given_once_and_its_answer_goes_on()
    {
        var story = Story(Task(), "Done", "Skipped", "Overdue").Start();
        var task = Assert.Single(story.Commands.OfType<CreateTaskCommand>()).Task;
        Assert.Equal(("拜访客户", "rep", story.Now.AddDays(2)), (task.Title, task.AssigneeId, task.DueAt));

        story.Answer("task", new { outcome = "Done", note = "谈得很好" });

        Assert.Equal(["Done"], story.Lines);
    }

    [Fact]
    public void A_task_whose_time_is_up_is_marked_and_stays_open()
    {
        var story = Story(Task(), "Done", "Skipped", "Overdue").Start();

        story.Pass(TimeSpan.FromDays(2));

        Assert.Equal(["Overdue"], story.Lines);
        Assert.Single(story.Commands.OfType<MarkTaskOverdueCommand>());
        Assert.Empty(story.Commands.OfType<WithdrawTaskCommand>());
    }

    [Fact]
    public void A_workflow_that_comes_back_takes_up_the_open_task_instead_of_giving_it_twice()
    {
        var flow = Flowchart([Task(), Line("remind")], "task:Overdue -> remind", "remind -> task");
        var story = new WorkflowStory(flow, null, typeof(OrderActivity).Assembly)
        {
            Calendar = counted => new WorkingCalendar([CalendarDefinition.Usual]).When(counted),
        };
        story.SetRecord("User", "rep", Person("rep", Role.Rep));
        story.Start();
        var task = story.Commands.OfType<CreateTaskCommand>().Single().Task;
        story.SetRecord("Task", task.Id, task);

        story.Pass(TimeSpan.FromDays(2));

        Assert.Single(story.Commands.OfType<CreateTaskCommand>());
        Assert.Equal(task.Id, story.Commands.OfType<RebindTaskCommand>().Single().TaskId);
    }

    [Fact]
    public void A_cancelled_workflow_takes_its_tasks_back()
    {
        var story = Story(Task(), "Done").Start();

        story.Deliver(new Stimulus.Cancel());

        Assert.Single(story.Commands.OfType<WithdrawTaskCommand>());
    }

    /// <summary>By the clock, so that the moments are easy to reckon.</summary>
    const string Tiers = """[{"upToPercent": 10, "positions": []}, {"upToPercent": 20, "positions": ["SalesManager"], "hours": 24}, {"upToPercent": 100, "positions": ["Director"], "hours": 48}]""";

    static WorkflowStory Approval(Deal deal)
    {
        var story = Story(Step("ThreeStep.RequestApproval", "ask", ("dealId", Literal("deal")), ("tiers", Literal(Tiers))),
            "Approved", "Rejected", "Returned", "Withdrawn");
        story.SetRecord("Deal", "deal", deal);
        return story.Start();
    }

    [Fact]
    public void Within_the_reps_own_authority_nobody_is_asked()
    {
        var story = Approval(Deal(discount: 10));

        Assert.Equal(["Approved"], story.Lines);
        Assert.Empty(story.Commands.OfType<RequestApprovalCommand>());
    }

    [Fact]
    public void A_quarter_off_waits_for_the_director()
    {
        var story = Approval(Deal(discount: 25));
        var request = Assert.Single(story.Commands.OfType<RequestApprovalCommand>()).Request;
        Assert.Equal(["director"], request.Steps.Select(step => step.ApproverId));
        Assert.Equal(story.Now.AddHours(48), request.DueAt);

        story.Answer("ask", new { decision = "Approved", by = "director" });

        Assert.Equal(["Approved"], story.Lines);
    }

    [Fact]
    public void Time_alone_never_approves_it_reminds_and_brings_in_others()
    {
        var story = Approval(Deal(discount: 15));
        var request = story.Commands.OfType<RequestApprovalCommand>().Single().Request;
        story.SetRecord("Approval", request.Id, request);

        story.Pass(TimeSpan.FromHours(12));
        Assert.Single(story.Commands.OfType<RemindApproverCommand>());
        story.Pass(TimeSpan.FromHours(7.2));
        Assert.Equal(2, story.Commands.OfType<RemindApproverCommand>().Count());
        story.Pass(TimeSpan.FromHours(4.8));
        Assert.Equal("director", story.Commands.OfType<AddApproverCommand>().Single().ApproverId);

        story.Pass(TimeSpan.FromDays(30));

        Assert.Empty(story.Lines);
        Assert.Equal(InstanceSubStatus.Suspended, story.Status);
    }

    [Fact]
    public void A_deal_that_nobody_may_approve_is_an_incident()
    {
        var deal = Deal(discount: 50);
        deal.OwnerId = "orphan";
        const string cfo = """[{"upToPercent": 100, "positions": ["CFO"], "hours": 48}]""";

        var story = Story(Step("ThreeStep.RequestApproval", "ask", ("dealId", Literal("deal")), ("tiers", Literal(cfo))), "Approved");
        story.SetRecord("Deal", "deal", deal);
        story.Start();

        Assert.Contains("Nobody can approve", Assert.Single(story.State.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_customer_who_answers_ends_the_wait()
    {
        var story = Story(Step("ThreeStep.WaitForCustomer", "wait", ("dealId", Literal("deal")), ("quietAfter", Literal("7.00:00:00"))), "Responded",
            "Quiet");
        story.SetRecord("Deal", "deal", Deal());
        story.Start();

        story.Answer("wait", new { kind = "Call" });

        Assert.Equal(["Responded"], story.Lines);
    }

    [Fact]
    public void A_quiet_customer_is_noticed_but_not_before_the_planned_next_step()
    {
        var deal = Deal();
        var story = Story(Step("ThreeStep.WaitForCustomer", "wait", ("dealId", Literal("deal")), ("quietAfter", Literal("7.00:00:00"))), "Responded",
            "Quiet");
        deal.NextActivityAt = DateOnly.FromDateTime(story.Now.UtcDateTime).AddDays(9);
        story.SetRecord("Deal", "deal", deal);
        story.Start();

        story.Pass(TimeSpan.FromDays(9));
        Assert.Empty(story.Lines);
        story.Pass(TimeSpan.FromDays(2));

        Assert.Equal(["Quiet"], story.Lines);
    }

    [Fact]
    public void An_interaction_about_a_deal_wakes_the_deal_and_the_account()
    {
        static Interaction At(string? deal) =>
            new() { Id = "i", AccountId = "account", DealId = deal, Kind = InteractionKind.Call, At = DateTimeOffset.UnixEpoch };
        bool Wakes(Interaction interaction, string? deal, string? account) =>
            InteractionStimulus.HashesWokenBy(interaction).Intersect(InteractionStimulus.HashesWaitedFor(deal, account)).Any();

        Assert.True(Wakes(At("deal"), "deal", "account"));
        Assert.True(Wakes(At("deal"), null, "account"));
        Assert.True(Wakes(At(null), "deal", "account"));
        Assert.False(Wakes(At("other"), "deal", "account"));
        Assert.False(Wakes(At(null), "deal", "elsewhere"));
    }

    [Fact]
    public void An_escalation_goes_up_the_line()
    {
        string? To(int level)
        {
            var story = Story(Step("ThreeStep.Escalate", "up", ("dealId", Literal("deal")), ("title", Literal("quiet")),
                ("level", Literal($"{level}"))));
            story.SetRecord("Deal", "deal", Deal());
            return story.Start().Commands.OfType<CreateTaskCommand>().Single().Task.AssigneeId;
        }

        Assert.Equal(("manager", "director", "director"), (To(1), To(2), To(9)));
    }

    [Fact]
    public void Records_are_changed_by_commands_and_only_where_allowed()
    {
        var story = Story(Step("ThreeStep.UpdateRecord", "update", ("kind", Literal("Deal")), ("recordId", Literal("deal")),
            ("values", Js("({ amount: 1 })")))).Start();
        Assert.Contains("amount", Assert.Single(story.State.Incidents).Message, StringComparison.Ordinal);

        story = Story(Step("ThreeStep.UpdateRecord", "update", ("kind", Literal("Deal")), ("recordId", Literal("deal")),
            ("values", Js("({ competitor: 'Acme' })")))).Start();
        Assert.Equal("Acme", story.Commands.OfType<UpdateRecordCommand>().Single().Values["competitor"]!.ToString());
    }
}

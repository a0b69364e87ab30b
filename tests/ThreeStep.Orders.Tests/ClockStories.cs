using System.Text.Json.Nodes;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Pauses;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Instances;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

/// <summary>SLA clocks: met or missed, and still while somebody else must answer. The world begins on a Monday at nine; hours are 9 to 18.</summary>
public sealed class ClockStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static DateTimeOffset Shanghai(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(8));

    Task Until(DateTimeOffset time) => world.Pass(time - world.Now);

    SlaClock Clock(string id) => world.Read(database => database.Clocks.Find(id)!);
    SlaClock CaseClock() => world.Read(database => database.Clocks.Single(clock => clock.Kind == ClockKind.Case));
    List<WorkTask> Calls() => world.Tasks("head").Where(task => task.Title == "Too slow").ToList();
    ClockState State(SlaClock clock) => world.Read(database => ClockRules.State(clock, world.Now,
        SlaClocks.PausesOf(database, clock).Exists(pause => pause.From <= world.Now && world.Now < pause.To)));

    async Task<RefusalException> Refused<T>(string userId, Func<Change, T> change) =>
        await Assert.ThrowsAsync<RefusalException>(() => world.Do(userId, change));

    /// <summary>A promise about every case: solved within ten working hours; who comes late calls in the manager.</summary>
    async Task<ServiceCase> Promise(string target = "10 working hours")
    {
        var model = Flowchart(
            [
                Step("ThreeStep.WatchClock", "solve", ("title", Literal("Solve it")), ("caseId", Js("getInput('CaseId')")),
                    ("metWhen", Literal("Resolved")), ("target", Literal(target)), ("warnAt", Literal("50"))),
                Line("met"), Line("late"), Step("ThreeStep.Escalate", "call", ("title", Literal("Too slow")), ("to", Literal("head"))),
            ], "solve:Met -> met", "solve:Missed -> call", "call -> solve", "solve:Late -> late");
        model["definitionId"] = "promise";
        Assert.Empty((await world.Definitions.Save(model, publish: true)).Errors);
        var item = await world.Do("service", change =>
            ReceiveCase.Apply(change, new CaseInput { Kind = CaseKind.Inquiry, Title = "Where is it", AccountId = "account", OwnerId = "service" }));
        await world.Runtime.Start("promise", new Dictionary<string, JsonNode?> { ["CaseId"] = item.Id });
        await world.Pass(TimeSpan.Zero);
        return item;
    }

    Task Solve(string id) => world.Do("service", change => ChangeCase.Apply(change, id, new CaseInput { Status = CaseStatus.Resolved }));

    [Fact]
    public async Task A_promise_that_is_kept_is_met_and_warned_of_before()
    {
        var item = await Promise();
        Assert.Equal((Shanghai(3, 10), ClockState.Running), (CaseClock().DueAt, State(CaseClock())));

        await Until(Shanghai(2, 13, 59));
        Assert.Empty(world.Notices("service"));
        await Until(Shanghai(2, 14));
        Assert.Equal(NoticeKind.TimeRunsOut, Assert.Single(world.Notices("service")).Kind);
        Assert.Equal(ClockState.Warning, State(CaseClock()));
        await Until(Shanghai(3, 9, 30));
        await Solve(item.Id);

        Assert.Equal(ClockState.Met, State(CaseClock()));
        Assert.Equal("Finished", Assert.Single(world.Instances("promise")).SubStatus);
        Assert.Empty(Calls());
    }

    [Fact]
    public async Task A_promise_that_is_not_kept_calls_in_the_next_level_once_and_stays_missed()
    {
        var item = await Promise();

        await Until(Shanghai(6, 9));
        Assert.Equal(Shanghai(3, 10), Assert.Single(Calls()).CreatedAt);
        Assert.Equal(ClockState.Missed, State(CaseClock()));
        await Solve(item.Id);

        Assert.Equal(ClockState.Missed, State(CaseClock()));
        Assert.Equal("Finished", Assert.Single(world.Instances("promise")).SubStatus);
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task While_the_customer_must_answer_the_clock_stands_still_and_an_answer_ends_that()
    {
        var item = await Promise();
        await Until(Shanghai(2, 11));
        await world.Do("service", change => PauseClock.OfCase(change, item.Id, "The customer looks for the number", Shanghai(6, 9)));
        Assert.Equal((Shanghai(6, 17), ClockState.Paused), (CaseClock().DueAt, State(CaseClock())));

        await Until(Shanghai(4, 11));
        Assert.Empty(Calls());
        await world.Do("service", change => RecordInteraction.Apply(change,
            new InteractionInput { CaseId = item.Id, Kind = InteractionKind.Mail, Direction = InteractionDirection.Inbound }));

        Assert.Equal((Shanghai(5, 10), ClockState.Running), (CaseClock().DueAt, State(CaseClock())));
        await Until(Shanghai(5, 9, 59));
        Assert.Empty(Calls());
        await Until(Shanghai(5, 10));
        Assert.Single(Calls());
    }

    [Fact]
    public async Task What_begins_while_the_case_is_paused_stands_still_from_the_beginning()
    {
        var item = await world.Do("service", change =>
            ReceiveCase.Apply(change, new CaseInput { Kind = CaseKind.Complaint, Title = "封口不严", AccountId = "account", OwnerId = "service" }));
        var first = Assert.Single(world.Tasks("service"));
        Assert.Equal(Shanghai(2, 13), first.DueAt);

        await world.Do("service", change => PauseClock.OfCase(change, item.Id, "Photos", Shanghai(4, 9)));
        Assert.Equal(Shanghai(4, 13), world.Tasks("service").Single().DueAt);
        await world.Do("service", change => AnswerTask.Apply(change, first.Id, WorkTaskStatus.Done, null, "service"));

        var next = world.Tasks("service").Single(task => task.Status == WorkTaskStatus.Open);
        Assert.Equal(Clock(next.Id).DueAt, next.DueAt);
        Assert.Equal(item.ReceivedAt + TimeSpan.FromHours(24 + 48), next.DueAt);
        Assert.Equal(ClockState.Met, State(Clock(first.Id)));
        await Until(next.DueAt!.Value.AddMinutes(-1));
        Assert.False(world.Tasks("service").Single(task => task.Id == next.Id).IsOverdue);
        await Until(next.DueAt!.Value);
        Assert.True(world.Tasks("service").Single(task => task.Id == next.Id).IsOverdue);
    }

    [Fact]
    public async Task A_task_is_paused_by_who_has_it_with_a_reason_and_an_end()
    {
        await world.NewDeal();
        var task = world.OpenTask("约访");
        var due = task.DueAt;

        Assert.Equal("reason", (await Refused("rep", change => PauseClock.OfTask(change, task.Id, " ", Shanghai(4, 9)))).Field);
        Assert.Equal("until", (await Refused("rep", change => PauseClock.OfTask(change, task.Id, "Waits", null))).Field);
        Assert.Equal("until", (await Refused("rep", change => PauseClock.OfTask(change, task.Id, "Waits", world.Now.AddDays(61)))).Field);
        Assert.Equal(RefusalKind.Forbidden, (await Refused("other-rep", change => PauseClock.OfTask(change, task.Id, "Waits", Shanghai(4, 9)))).Kind);

        await world.Do("rep", change => PauseClock.OfTask(change, task.Id, "The customer is on holiday", Shanghai(4, 9)));
        Assert.Equal(due!.Value.AddDays(2), world.OpenTask("约访").DueAt);
        Assert.Equal(RefusalKind.Conflict, (await Refused("rep", change => PauseClock.OfTask(change, task.Id, "More", Shanghai(20, 9)))).Kind);

        await Until(Shanghai(3, 9));
        await world.Do("manager", change => ResumeClock.OfTask(change, task.Id));
        Assert.Equal(due.Value.AddDays(1), world.OpenTask("约访").DueAt);
        await Until(due.Value.AddDays(1));
        Assert.True(world.Tasks("rep").Single(other => other.Id == task.Id).IsOverdue);
        Assert.Equal(RefusalKind.Conflict, (await Refused("rep", change => PauseClock.OfTask(change, task.Id, "Late", world.Now.AddDays(1)))).Kind);
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task An_approver_gains_five_working_days_at_most_and_whoever_asked_may_end_that()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await world.ChangeTerms(deal.Id, 100_000, 15);
        var question = world.OpenQuestion();

        Assert.Equal(RefusalKind.Forbidden, (await Refused("rep", change =>
            PauseClock.OfApproval(change, question.Id, "Later", Shanghai(3, 9)))).Kind);
        Assert.Equal("until", (await Refused("manager", change => PauseClock.OfApproval(change, question.Id, "Later", Shanghai(10, 9)))).Field);
        await world.Do("manager", change => PauseClock.OfApproval(change, question.Id, "Send me the calculation", Shanghai(4, 9)));
        Assert.Equal(question.DueAt!.Value.AddDays(2), world.OpenQuestion().DueAt);
        Assert.Equal(NoticeKind.ApprovalPaused, world.Notices("rep")[^1].Kind);

        await Until(Shanghai(3, 9));
        Assert.Null(Assert.Single(world.OpenQuestion().Steps).RemindedAt);
        await world.Do("rep", change => ResumeClock.OfApproval(change, question.Id));
        Assert.Equal(question.DueAt!.Value.AddDays(1), world.OpenQuestion().DueAt);
        Assert.Equal("until",
            (await Refused("manager", change => PauseClock.OfApproval(change, question.Id, "Again", world.Now.AddDays(7)))).Field);
        await world.Decide("manager", Approvals.ApprovalDecision.Approve);
        Assert.Equal(ClockState.Met, State(Clock(question.Id)));
    }

    [Fact]
    public async Task A_workflow_that_waits_for_the_customer_pauses_by_its_rule()
    {
        var item = await Promise();
        var model = Flowchart(
            [
                Step("ThreeStep.WaitForCustomer", "ask", ("caseId", Literal(item.Id)), ("pausesClocks", Literal("true")),
                    ("quietAfter", Literal("3 working days"))),
                Line("answered"), Line("quiet"),
            ], "ask:Responded -> answered", "ask:Quiet -> quiet");
        model["definitionId"] = "ask-customer";
        Assert.Empty((await world.Definitions.Save(model, publish: true)).Errors);
        await world.Runtime.Start("ask-customer", []);
        await world.Pass(TimeSpan.Zero);
        Assert.Equal((Shanghai(6, 10), ClockState.Paused), (CaseClock().DueAt, State(CaseClock())));

        await Until(Shanghai(3, 9));
        await world.Do("service", change => RecordInteraction.Apply(change, new InteractionInput { CaseId = item.Id, Kind = InteractionKind.Call }));

        Assert.Equal((Shanghai(4, 10), ClockState.Running), (CaseClock().DueAt, State(CaseClock())));
        Assert.Equal("Finished", Assert.Single(world.Instances("ask-customer")).SubStatus);
    }

    [Fact]
    public async Task A_paused_clock_follows_a_calendar_that_changes()
    {
        var item = await Promise();
        await world.Do("service", change => PauseClock.OfCase(change, item.Id, "Photos", Shanghai(3, 9)));
        Assert.Equal(Shanghai(4, 10), CaseClock().DueAt);

        await world.Do("admin", change => SaveCalendar.Apply(change, CalendarName.Company,
            CalendarDefinition.Usual with { Official = "", Days = [CalendarDay.Off(new(2026, 3, 3))] }));

        Assert.Equal(Shanghai(5, 10), CaseClock().DueAt);
        await Until(Shanghai(5, 9, 59));
        Assert.Empty(Calls());
        await Until(Shanghai(5, 10));
        Assert.Single(Calls());
    }

    [Fact]
    public async Task A_cancelled_workflow_takes_its_clocks_with_it()
    {
        await Promise();

        await world.Runtime.Deliver(Assert.Single(world.Instances("promise")).Id, new Stimulus.Cancel("admin", "No promise"));

        Assert.Equal(ClockState.Withdrawn, State(CaseClock()));
    }
}

using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>Nobody's absence stops a deal. The world begins on Monday, 2 March, at nine in Shanghai.</summary>
public sealed class AbsenceStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static DateTimeOffset Shanghai(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(8));

    Task Until(DateTimeOffset time) => world.Pass(time - world.Now);

    static DateOnly March(int day) => new(2026, 3, day);

    Task<Leave> Away(string user, int from, int to, string? substitute = null, string? by = null, Dictionary<WorkKind, string>? kinds = null) =>
        world.Do(by ?? user, change => SetLeave.Apply(change,
            new LeaveInput { UserId = user, From = March(from), To = March(to), SubstituteId = substitute, SubstituteIds = kinds }));

    async Task<RefusalException> Refused<T>(string userId, Func<Change, T> change) =>
        await Assert.ThrowsAsync<RefusalException>(() => world.Do(userId, change));

    RecordAccess Access(string user) => world.Read(database => RecordAccess.Of(world.As(user), database));

    List<WorkTask> StoodIn(string user) => world.Read(database => Access(user).StoodIn(database).ToList());

    Task See(string user) => world.Do(user, change => SeePerson.Apply(change, user));

    async Task<Deal> Question(decimal discount = 15)
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await world.ChangeTerms(deal.Id, 100_000, discount);
        return deal;
    }

    Task<ApprovalRequest> Answer(string by) => world.Do(by, change =>
        AnswerApproval.Apply(change, world.OpenQuestion().Id, by, ApprovalDecision.Approve, "好", null));

    [Fact]
    public async Task While_somebody_is_away_both_have_the_work_and_it_is_theirs_alone_again_afterwards()
    {
        var deal = await world.NewDeal();
        await Away("rep", 3, 4, "other-rep");
        Assert.Empty(StoodIn("other-rep"));
        Assert.False(Access("other-rep").Allows("rep"));

        await Until(Shanghai(3, 0));
        var task = Assert.Single(StoodIn("other-rep"));
        Assert.Equal("rep", task.AssigneeId);
        Assert.True(Access("other-rep").Allows(world.DealOf(deal.Id).OwnerId));
        await world.Do("other-rep", change => AnswerTask.Apply(change, task.Id, WorkTaskStatus.Done, "为她做了", "other-rep"));
        Assert.Equal(("rep", "other-rep"), (world.Tasks("rep")[0].AssigneeId, world.Tasks("rep")[0].ClosedById));

        await Until(Shanghai(5, 0));
        Assert.False(Access("other-rep").Allows("rep"));
        Assert.Equal(LeaveState.Over, world.Read(database => database.Leaves.Single().State));
        Assert.Equal([NoticeKind.StandInBegins, NoticeKind.StandInEnds], world.Notices("other-rep").Select(notice => notice.Kind));
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task Each_kind_of_work_may_have_its_own_substitute()
    {
        await Away("rep", 2, 6, "other-rep", kinds: new() { [WorkKind.Cases] = "service" });

        var standIns = Access("rep").StandIns;

        Assert.Equal("other-rep", standIns.For("rep", WorkKind.Sales));
        Assert.Equal("service", standIns.For("rep", WorkKind.Cases));
    }

    [Fact]
    public async Task Who_stands_in_for_somebody_and_goes_as_well_passes_it_on_and_a_circle_ends()
    {
        await Away("rep", 2, 6, "other-rep");
        await Away("other-rep", 2, 6, "manager");
        Assert.Equal("manager", Access("rep").StandIns.For("rep", WorkKind.Sales));

        await Away("manager", 2, 6, "rep");

        Assert.Null(Access("rep").StandIns.For("rep", WorkKind.Sales));
    }

    [Fact]
    public async Task An_approval_is_answered_by_the_substitute_for_whoever_was_asked()
    {
        var deal = await Question();
        await Away("manager", 2, 6, "finance");

        Assert.Equal(RefusalKind.Forbidden, (await Refused("head", change =>
            AnswerApproval.Apply(change, world.OpenQuestion().Id, "head", ApprovalDecision.Approve, null, null))).Kind);
        await Answer("finance");

        var step = Assert.Single(world.Approvals()[^1].Steps);
        Assert.Equal(("manager", "finance"), (step.ApproverId, step.DecidedById));
        Assert.Equal("manager", world.DealOf(deal.Id).Approved!.ById);
        Assert.Equal(NoticeKind.AnsweredForYou, world.Notices("manager")[^1].Kind);
        Assert.Equal(("finance", "manager"), world.Read(database => database.ApprovalEvents.OrderBy(row => row.Id).ToList())
            .Where(row => row.Kind == ApprovalEventKind.Answered).Select(row => (row.ById, row.ForId)).Single());
    }

    [Fact]
    public async Task Nobody_becomes_their_own_approver_by_standing_in()
    {
        // The manager has a deal of her own: the director is asked, and names her as his substitute.
        var deal = await world.Do("manager", change => CreateDeal.Apply(change,
            new DealInput { Name = "自己的", AccountId = "account", Amount = 100_000, OwnerId = "manager", Stage = Stage.Negotiating }));
        await world.ChangeTerms(deal.Id, 100_000, 25, "manager");
        Assert.Equal("director", Assert.Single(world.OpenQuestion().Steps).ApproverId);
        await Away("director", 2, 6, "manager");

        Assert.Equal(RefusalKind.Forbidden, (await Refused("manager", change =>
            AnswerApproval.Apply(change, world.OpenQuestion().Id, "manager", ApprovalDecision.Approve, null, null))).Kind);
        // The next above him answers instead.
        await Answer("head");
        Assert.Equal(("director", "head"), (world.Approvals()[^1].Steps[0].ApproverId, world.Approvals()[^1].Steps[0].DecidedById));
    }

    [Fact]
    public async Task One_person_does_not_say_yes_twice_by_standing_in()
    {
        // The head of sales and finance must both say yes; finance stands in for the head.
        await Question(35);
        await Away("head", 2, 6, "finance");
        await Answer("finance");
        Assert.Equal(ApprovalStatus.Pending, world.OpenQuestion().Status);

        Assert.NotNull(await Refused("finance", change =>
            AnswerApproval.Apply(change, world.OpenQuestion().Id, "finance", ApprovalDecision.Approve, null, null)));
    }

    [Fact]
    public async Task Who_has_said_yes_for_somebody_is_not_given_the_other_part_as_well()
    {
        // The head of sales and finance must both say yes; the director has said the head's.
        await Question(35);
        await Away("head", 2, 6, "director");
        await Answer("director");

        var id = world.OpenQuestion().Id;
        Assert.Equal(RefusalKind.Forbidden, (await Refused("finance", change =>
            TransferApproval.Apply(change, id, "finance", "director", null))).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused("finance", change =>
            BringIn.Apply(change, id, "finance", "director", StepPlace.Beside, null))).Kind);
        await world.Do("admin", change => ChangePerson.Apply(change, "finance",
            new PersonInput { IsActive = false, TakeOver = new TakeOverInput { Everything = "director" } }));

        Assert.DoesNotContain(world.OpenQuestion().Steps, step => step.Decision is null && step.ApproverId == "director");
    }

    [Fact]
    public async Task Who_gets_the_deal_after_saying_yes_has_not_approved_it()
    {
        var deal = await Question(35);
        await Answer("head");

        await world.Do("head", change => ChangeDeal.Apply(change, deal.Id, new DealInput { OwnerId = "head" }));
        await Answer("finance");

        Assert.DoesNotContain(world.Approvals().Where(request => request.Status == ApprovalStatus.Approved),
            request => request.Steps.Exists(step => step.ApproverId == "head"));
    }

    [Fact]
    public async Task A_question_waits_for_those_whose_turn_it_is()
    {
        await Question(35);
        var request = world.OpenQuestion();
        await world.Do("finance", change => BringIn.Apply(change, request.Id, "finance", "director", StepPlace.Before, null));

        Assert.Empty(await Waiting("finance"));
        Assert.Equal([request.Id], await Waiting("director"));
        await Away("director", 2, 6, "manager");
        Assert.Equal([request.Id], await Waiting("manager"));
        Assert.Empty(await Waiting("rep"));

        async Task<List<string>> Waiting(string user)
        {
            await using var database = world.Store.Query();
            return await WaitingApprovals.Of(Access(user), database, CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_rep_answers_no_approval_also_as_a_substitute()
    {
        await Question();
        Assert.Equal("substituteIds.Approvals",
            (await Refused("manager", change => SetLeave.Apply(change, new LeaveInput
            {
                From = March(2),
                To = March(6),
                SubstituteIds = new Dictionary<WorkKind, string> { [WorkKind.Approvals] = "other-rep" },
            }))).Field);
        await Away("manager", 2, 6, "other-rep");

        Assert.Equal(RefusalKind.Forbidden, (await Refused("other-rep", change =>
            AnswerApproval.Apply(change, world.OpenQuestion().Id, "other-rep", ApprovalDecision.Approve, null, null))).Kind);
        await Answer("director");
        Assert.Equal(ApprovalStatus.Approved, world.Approvals()[^1].Status);
    }

    [Fact]
    public async Task A_leave_is_set_by_the_person_or_somebody_above_and_never_afterwards()
    {
        Assert.Equal(RefusalKind.Forbidden, (await Refused("other-rep", change =>
            SetLeave.Apply(change, new LeaveInput { UserId = "rep", From = March(3), To = March(3) }))).Kind);
        Assert.Equal(RefusalKind.Forbidden, (await Refused("rep", change =>
            SetLeave.Apply(change, new LeaveInput { UserId = "manager", From = March(3), To = March(3) }))).Kind);
        Assert.Equal("from", (await Refused("rep", change =>
            SetLeave.Apply(change, new LeaveInput { From = new(2026, 3, 1), To = March(3) }))).Field);
        Assert.Equal("to", (await Refused("rep", change => SetLeave.Apply(change, new LeaveInput { From = March(3), To = March(2) }))).Field);
        Assert.Equal("substituteId", (await Refused("rep", change =>
            SetLeave.Apply(change, new LeaveInput { From = March(3), To = March(4), SubstituteId = "rep" }))).Field);
        await Away("rep", 3, 6, by: "director");
        Assert.Equal(RefusalKind.Conflict, (await Refused("rep", change =>
            SetLeave.Apply(change, new LeaveInput { From = March(6), To = March(9) }))).Kind);
    }

    [Fact]
    public async Task Without_a_substitute_the_clocks_of_the_tasks_stand_still_and_run_on_when_the_leave_ends_early()
    {
        await world.NewDeal();
        var due = world.OpenTask("约访").DueAt;

        var leave = await Away("rep", 3, 4);
        Assert.Equal(due!.Value.AddDays(2), world.OpenTask("约访").DueAt);
        await Until(Shanghai(4, 8));
        await world.Do("manager", change => EndLeave.Apply(change, leave.Id));

        Assert.Equal(due.Value.AddDays(1), world.OpenTask("约访").DueAt);
        Assert.Contains(world.Notices("manager"), notice => notice.Kind == NoticeKind.LeaveSet);
    }

    [Fact]
    public async Task The_approver_is_ill_and_told_nobody()
    {
        await See("manager");
        await See("director");
        var deal = await Question();
        await Until(Shanghai(3, 8));
        await See("rep");

        // Two working days after the question she is asked, a day later her manager is, a day later he stands in.
        await Until(Shanghai(4, 8, 59));
        Assert.DoesNotContain(world.Notices("manager"), notice => notice.Kind == NoticeKind.AreYouThere);
        await Until(Shanghai(4, 9));
        Assert.Contains(world.Notices("manager"), notice => notice.Kind == NoticeKind.AreYouThere);
        await Until(Shanghai(5, 9));
        Assert.Contains(world.Notices("director"), notice => notice.Kind == NoticeKind.IsSomebodyAway);
        await See("director");
        await Until(Shanghai(6, 9));
        var leave = world.Read(database => database.Leaves.Single(row => row.UserId == "manager"));
        Assert.Equal((true, LeaveState.Running, "director"), (leave.IsAssumed, leave.State, leave.SubstituteId));

        await Answer("director");
        Assert.Equal(ApprovalStatus.Approved, world.Approvals()[^1].Status);
        Assert.NotNull(world.DealOf(deal.Id).Approved);

        // She is back: her work is hers again, without a word from anybody.
        await See("manager");
        Assert.Equal(LeaveState.Over, world.Read(database => database.Leaves.Single(row => row.UserId == "manager").State));
        Assert.Contains(world.Notices("director"), notice => notice.Kind == NoticeKind.BackAgain);
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task Who_says_that_somebody_is_there_ends_the_asking()
    {
        await See("manager");
        await Question();
        await Until(Shanghai(5, 9));
        Assert.Contains(world.Notices("director"), notice => notice.Kind == NoticeKind.IsSomebodyAway);

        await world.Do("director", change => SeePerson.Apply(change, "manager"));
        await Until(Shanghai(6, 18));

        Assert.Empty(world.Read(database => database.Leaves.ToList()));
        Assert.Equal(RefusalKind.Forbidden, (await Refused("rep", change => SeePerson.Apply(change, "manager"))).Kind);
    }

    [Fact]
    public async Task Who_has_nothing_to_do_or_has_never_been_here_is_not_missed()
    {
        await See("manager");
        await world.NewDeal();

        await world.Pass(TimeSpan.FromDays(20));

        Assert.DoesNotContain(world.Notices("manager"), notice => notice.Kind == NoticeKind.AreYouThere);
        Assert.DoesNotContain(world.Notices("rep"), notice => notice.Kind == NoticeKind.AreYouThere);
        Assert.Empty(world.Read(database => database.Leaves.ToList()));
    }

    [Fact]
    public async Task A_substitute_who_leaves_the_company_is_followed_by_who_takes_over()
    {
        await Away("rep", 3, 10, "other-rep");

        await world.Do("admin", change => ChangePerson.Apply(change, "other-rep",
            new PersonInput { IsActive = false, TakeOver = new TakeOverInput { Everything = "manager" } }));

        Assert.Equal("manager", world.Read(database => database.Leaves.Single().SubstituteId));
    }
}

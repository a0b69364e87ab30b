using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>Somebody leaves, or reports to somebody else: nothing waits for people who cannot answer.</summary>
public sealed class LeavingStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    Task Leaves(string userId, TakeOverInput? takeOver = null) =>
        world.Do("admin", change => ChangePerson.Apply(change, userId, new PersonInput { IsActive = false, TakeOver = takeOver }));

    [Fact]
    public async Task What_a_rep_leaves_behind_goes_to_the_manager_with_a_line_in_each_history()
    {
        var deal = await world.NewDeal();

        await Leaves("rep");

        Assert.Equal("manager", world.DealOf(deal.Id).OwnerId);
        Assert.Equal("manager", world.Read(database => database.Set<Accounts.Account>().Find("account")!.OwnerId));
        Assert.DoesNotContain(world.Tasks("rep"), task => task.Status == WorkTaskStatus.Open);
        Assert.NotEmpty(world.OpenTitles("manager"));
        Assert.Contains(world.Read(database => database.Audit.ToList()), line => line.Action == nameof(AuditAction.HandedOver)
            && line.Subject == deal.Id && line.Detail == "rep → manager");
        Assert.Equal(NoticeKind.WorkTakenOver, Assert.Single(world.Notices("manager")).Kind);
    }

    [Fact]
    public async Task It_may_be_split()
    {
        var deal = await world.NewDeal();

        await Leaves("rep", new TakeOverInput { Everything = "other-rep", Customers = "head" });

        Assert.Equal("other-rep", world.DealOf(deal.Id).OwnerId);
        Assert.Equal("head", world.Read(database => database.Set<Accounts.Account>().Find("account")!.OwnerId));
        Assert.NotEmpty(world.OpenTitles("other-rep"));
    }

    [Fact]
    public async Task A_manager_who_leaves_with_questions_open_leaves_them_to_somebody_who_may_answer()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);

        await Leaves("manager");

        var step = Assert.Single(world.OpenQuestion().Steps);
        Assert.Equal(("director", "manager"), (step.ApproverId, step.TransferredFromId));
        Assert.Equal("director", world.Read(database => database.Set<User>().Find("rep")!.ManagerId));
        await world.Decide("director", ApprovalDecision.Approve);
    }

    [Fact]
    public async Task Who_has_no_manager_leaves_only_when_somebody_takes_over()
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => Leaves("head"));
        Assert.Equal("takeOver.everything", refusal.Field);
        Assert.True(world.Read(database => database.Set<User>().Find("head")!.IsActive));

        await Leaves("head", new TakeOverInput { Everything = "admin" });

        Assert.Equal("admin", world.Read(database => database.Set<User>().Find("director")!.ManagerId));
        await Assert.ThrowsAsync<RefusalException>(() => Leaves("other-rep", new TakeOverInput { Everything = "head" }));
        await Assert.ThrowsAsync<RefusalException>(() => Leaves("service", new TakeOverInput { Everything = "nobody" }));
    }

    [Fact]
    public async Task What_a_workflow_still_gives_to_somebody_who_has_left_goes_to_who_took_over()
    {
        var deal = await world.NewDeal(stage: Stage.Negotiating);
        await world.MoveTo(deal.Id, Stage.Won);
        await Leaves("rep", new TakeOverInput { Everything = "other-rep" });

        await world.Pass(TimeSpan.FromDays(60));

        Assert.DoesNotContain(world.Tasks("rep"), task => task.Status == WorkTaskStatus.Open);
        Assert.Equal("rep", world.DealOf(deal.Id).OwnerId);
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task What_waits_with_a_manager_because_of_a_rep_follows_the_rep_to_another_manager()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);
        await world.Pass(TimeSpan.FromDays(8));
        var waiting = world.Tasks("manager").Count(task => task.Status == WorkTaskStatus.Open);

        await world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { ManagerId = "finance" }));

        Assert.Contains("finance", world.OpenQuestion().Steps.Where(step => step.Decision is null).Select(step => step.ApproverId));
        Assert.DoesNotContain(world.OpenQuestion().Steps, step => step.ApproverId == "manager");
        Assert.Equal(waiting, world.Tasks("finance").Count(task => task.Status == WorkTaskStatus.Open));
        Assert.DoesNotContain(world.Tasks("manager"), task => task.Status == WorkTaskStatus.Open);
    }

    [Fact]
    public async Task A_question_asked_of_a_position_stays_with_the_position()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 25);

        await world.Do("admin", change => ChangePerson.Apply(change, "rep", new PersonInput { ManagerId = "finance" }));

        Assert.Equal(["director"], world.OpenQuestion().Steps.Select(step => step.ApproverId));
    }

    [Fact]
    public async Task A_manager_who_becomes_a_rep_again_answers_no_more_questions()
    {
        await world.NewDeal(stage: Stage.Negotiating, discount: 15);

        await world.Do("admin", change => ChangePerson.Apply(change, "manager", new PersonInput { Role = Role.Rep }));

        Assert.Equal(["director"], world.OpenQuestion().Steps.Select(step => step.ApproverId));
    }
}

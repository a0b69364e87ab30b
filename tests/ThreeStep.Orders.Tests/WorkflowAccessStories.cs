using System.Text.Json.Nodes;
using CsCheck;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.Moves;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Replays;
using ThreeStep.Orders.Rights;
using ThreeStep.Orders.Scenarios;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Starts;
using ThreeStep.Orders.Thresholds;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;

namespace ThreeStep.Orders.Tests;

/// <summary>Who may do what with one workflow. "owner" and "owner-2" are process owners, "north" is the team that the manager leads.</summary>
public sealed class WorkflowAccessStories : IAsyncLifetime
{
    const string Workflow = "quiet-customer";

    readonly CompanyWorld world = new();

    public async Task InitializeAsync()
    {
        await world.InitializeAsync();
        await world.Change(change =>
        {
            change.Database.Add(new Team { Id = "north", Name = "North", ManagerId = "manager" });
            change.Database.Add(new User { Id = "owner-2", Name = "owner-2", Role = Role.ProcessOwner, TeamId = "north" });
        });
    }

    public Task DisposeAsync() => world.DisposeAsync();

    static Grantees Only(params string[] people) => new([], [], people);

    Task<WorkflowAccess> Say(string by, WorkflowAccessInput input) => world.Do(by, change => SetWorkflowAccess.Apply(change, Workflow, input));

    WorkflowRights Rights(string user) => world.Read(database => WorkflowRights.Of(world.As(user), database));

    async Task<JsonObject> Edited(string description)
    {
        var model = (JsonObject)(await world.Definitions.Find(Workflow))!.Model.DeepClone();
        model["description"] = description;
        return model;
    }

    static Task Refused(Func<Task> deed) => Assert.ThrowsAsync<DefinitionRefusedException>(deed);

    static async Task Forbidden(Func<Task> deed) => Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<RefusalException>(deed)).Kind);

    [Fact]
    public async Task Who_is_not_named_neither_draws_nor_publishes_by_any_way()
    {
        await Say("admin", new() { Edit = Only("owner-2"), Publish = Only("owner-2") });
        var (model, deletion) = (await Edited("mine"), world.Service<DefinitionDeletion>());

        await Refused(() => world.Definitions.Save(model, publish: false, by: "owner"));
        await Refused(() => world.Definitions.Save(model, publish: true, by: "owner"));
        await Refused(() => world.Definitions.Retract(Workflow, "owner"));
        await Refused(() => deletion.Delete([Workflow], "owner"));
        await Refused(() => deletion.DeleteVersions([world.Definitions.Compiled.FindPublished(Workflow)!.Definition.Id], "owner"));
        await Forbidden(() => SaveSettings.Apply(world.Definitions, world.Store, Workflow, new(null, "why"), "owner"));
        await Forbidden(() => world.Do("owner", change => SaveScenario.Apply(change, Workflow, "mine", "x")));
        await world.Definitions.Save(model, publish: false, by: "owner-2");
        await Refused(() => world.Definitions.Publish(Workflow, "owner"));
        await Refused(() => deletion.Discard(Workflow, DefinitionStore.RevisionOf((world.Definitions.Find(Workflow).Result)!), "owner"));

        Assert.True((await world.Definitions.Publish(Workflow, "owner-2"))!.Definition.IsPublished);
        Assert.NotNull(await world.Definitions.Retract(Workflow, "admin"));
    }

    [Fact]
    public async Task Who_publishes_but_does_not_draw_publishes_the_draft_as_it_is()
    {
        await Say("admin", new() { Edit = Only("owner-2") });
        var draft = await world.Definitions.Save(await Edited("theirs"), publish: false, by: "owner-2");

        await Refused(async () => await world.Definitions.Save(await Edited("slipped in"), publish: true, by: "owner"));

        Assert.True((await world.Definitions.Save(draft.Definition.Model, publish: true, by: "owner")).Definition.IsPublished);
    }

    [Fact]
    public async Task A_workflow_of_the_same_id_is_not_anybodys_when_the_former_is_deleted()
    {
        await Say("admin", new() { Edit = Only("owner-2") });
        var model = await Edited("again");
        await world.Service<DefinitionDeletion>().Delete([Workflow], "admin");

        await Refused(() => world.Definitions.Save(model, publish: false, by: "owner"));
    }

    [Fact]
    public async Task What_an_administrator_took_away_does_not_come_back_by_ones_own_hand_or_by_a_colleague()
    {
        await Say("admin", new() { SeeData = Only("rep"), Start = Only("owner-2") });

        await Forbidden(() => Say("owner", new() { SeeData = Only("owner") }));
        await Forbidden(() => Say("owner", new() { SeeData = new(null) }));
        await Forbidden(() => Say("owner-2", new() { SeeData = Only("owner", "rep") }));
        await Forbidden(() => Say("owner", new() { Start = Only("owner", "owner-2") }));
        await Say("owner-2", new() { Start = Only("owner", "owner-2") });
        await Forbidden(() => Say("manager", new() { Publish = Only("owner") }));
        await Say("admin", new() { Edit = Only("owner-2") });
        await Forbidden(() => Say("owner", new() { Publish = Only("owner") }));
        await Say("admin", new() { SeeData = new(null) });

        Assert.True(Rights("owner").Sees(Workflow));
    }

    [Fact]
    public async Task Somebody_is_left_who_may_change_and_publish_it()
    {
        foreach (var nobody in (Grantees[])[Grantees.Nobody, Only("rep"), new([Role.Manager], [], [])])
        {
            Assert.Equal("edit", (await Assert.ThrowsAsync<RefusalException>(() => Say("owner", new() { Edit = nobody }))).Field);
            Assert.Equal("publish", (await Assert.ThrowsAsync<RefusalException>(() => Say("admin", new() { Publish = nobody }))).Field);
        }
        Assert.Equal("edit.people", (await Assert.ThrowsAsync<RefusalException>(() => Say("owner", new() { Edit = Only("nobody") }))).Field);
        var team = new Grantees([], ["x"], []);
        Assert.Equal("edit.teams", (await Assert.ThrowsAsync<RefusalException>(() => Say("owner", new() { Edit = team }))).Field);

        await Say("owner", new() { Edit = new Grantees([Role.Admin], [], []) });
        await Say("admin", new() { Edit = new Grantees([], ["north"], []) });

        Assert.True(Rights("owner-2").Allows(Workflow, WorkflowRight.Edit));
        Assert.False(Rights("owner").Allows(Workflow, WorkflowRight.Edit));
    }

    [Fact]
    public async Task It_is_started_by_those_who_are_named_whatever_it_says_itself()
    {
        var deal = await world.NewDeal();
        Task<string> Start(string user) => world.Do(user, change =>
            StartWorkflow.Apply(change, "after-delivery", new Dictionary<string, JsonNode?> { ["DealId"] = deal.Id }, again: user != "rep"));
        await world.Do("admin", change => SetWorkflowAccess.Apply(change, "after-delivery", new() { Start = Only("rep") }));

        await Forbidden(() => Start("owner"));
        Assert.NotNull(await Start("rep"));
        Assert.NotNull(await Start("admin"));
        await Forbidden(() => world.Do("manager", change => StartMany.Apply(change, "after-delivery", [], false, [])));
        Assert.Equal("WorkflowAccessChanged", world.Read(database => database.Audit.OrderByDescending(row => row.Id)
            .First(row => row.Subject == "after-delivery").Action));
    }

    [Fact]
    public async Task Who_does_not_see_its_cases_sees_no_figures_moves_or_replays_of_them_and_mends_nothing()
    {
        var deal = await world.NewDeal();
        var instance = world.Read(database => database.Instances.First(row => row.CorrelationId == deal.Id));
        await world.Do("admin", change => SetWorkflowAccess.Apply(change, instance.DefinitionId, new() { SeeData = Only("owner-2") }));

        foreach (var (user, sees) in (ReadOnlySpan<(string, bool)>)[("owner", false), ("manager", false), ("owner-2", true), ("admin", true)])
        {
            var access = world.Read(database => RecordAccess.Of(world.As(user), database));
            Assert.Equal(sees, world.Read(database => access.Instances(database).Any(row => row.Id == instance.Id)));
            Assert.Equal(sees, world.Read(database => access.InstancesOf(database, instance.DefinitionId).Any(row => row.Id == instance.Id)));
            // Whoever sees only some people's records still sees where these stand.
            Assert.Equal(sees || user == "manager", world.Read(database => access.InstancesAbout(database).Any(row => row.Id == instance.Id)));
        }
        await Forbidden(() => world.Do("owner", change => ReplayChanges.Start(change, instance.DefinitionId, new(1, null, null, default))));
        await Forbidden(() => world.Do("owner", change =>
            MoveChanges.Start(change, instance.DefinitionId, new MoveInput(1, null, Reason: "x"))));
        Assert.Throws<RefusalException>(() => InstanceAccess.RequireMending(world.As("owner"), world.Store, [instance.Id]));
        InstanceAccess.RequireMending(world.As("owner-2"), world.Store, [instance.Id]);
    }

    [Fact]
    public async Task Who_does_not_publish_lets_nothing_run_on_a_draft()
    {
        var deal = await world.NewDeal();
        var instance = world.Read(database => database.Instances.First(row => row.CorrelationId == deal.Id && row.Status == "Running"));
        var model = (JsonObject)(await world.Definitions.Find(instance.DefinitionId))!.Model.DeepClone();
        model["description"] = "a draft";
        var draft = await world.Definitions.Save(model, publish: false, by: "owner");
        await world.Do("admin", change => SetWorkflowAccess.Apply(change, instance.DefinitionId, new() { Publish = Only("owner-2") }));
        Task<VersionMove> Move(string user) => world.Do(user, change =>
            MoveChanges.Start(change, instance.DefinitionId, new MoveInput(draft.Definition.Version, null, Reason: "x")));

        Assert.Equal(RefusalKind.Conflict, (await Assert.ThrowsAsync<RefusalException>(() => Move("owner"))).Kind);
        await Move("owner-2");
    }

    [Fact]
    public async Task A_second_yes_is_one_of_those_who_publish_it()
    {
        await world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = true }));
        await world.Change(change => change.Database.Add(new User { Id = "owner-3", Name = "owner-3", Role = Role.ProcessOwner }));
        await Say("admin", new() { Publish = Only("owner", "owner-2") });

        await world.Definitions.Save(await Edited("asked"), publish: true, by: "owner");
        await world.Time.RunUntil(world.Now);

        Assert.Equal(["owner-2"], world.OpenQuestion().Steps.Select(step => step.ApproverId));
        await Say("admin", new() { Publish = Only("owner-2") });
        await world.Decide("owner-2", ApprovalDecision.Approve);
        Assert.NotEqual("asked", (await world.Definitions.Find(Workflow, "Published"))!.Description);
    }

    [Fact]
    public async Task Where_the_company_wants_a_word_nothing_is_published_without()
    {
        await world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsComment = true }));
        var model = await Edited("silent");

        async Task Silent(Func<Task> publish) => Assert.Equal("comment", (await Assert.ThrowsAsync<RefusalException>(publish)).Field);
        await Silent(() => world.Definitions.Save(model, publish: true, by: "owner"));
        await world.Definitions.Save(model, publish: false, by: "owner");
        await Silent(() => world.Definitions.Publish(Workflow, "owner"));

        var saved = await world.Definitions.Save(model, publish: true, by: "owner", comment: "because");
        Assert.True(saved.Definition.IsPublished);
        Assert.Equal("because", world.Read(database => database.Definitions.Single(row => row.Id == saved.Definition.Id).Comment));
    }

    static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    static readonly Gen<Grantees?> Granted = Gen.Select(Gen.Bool, Gen.Enum<Role>().Array[0, 3], OneOf("a", "b").Array[0, 2],
        OneOf("p", "q").Array[0, 2], (isSaid, roles, teams, people) => isSaid ? new Grantees(roles, teams, people) : null);

    /// <summary>The rule, said in another way: what each answer must not be more than.</summary>
    [Fact]
    public void No_access_gives_more_than_the_role_or_what_is_said()
    {
        var people = Gen.Select(OneOf("p", "q", "r"), Gen.Enum<Role>(), OneOf("a", "b", "c").Array[0, 2],
            (id, role, teams) => (Actor: new Actor(id, role), Teams: teams.ToHashSet()));
        var accesses = Gen.Select(Granted, Granted, Granted, Granted, (edit, publish, start, see) => new WorkflowAccess(edit, publish, start, see));

        Gen.Select(accesses, people, Gen.Enum<WorkflowRight>(), Gen.Enum<Role>().Array[0, 2]).Sample((access, person, right, startedBy) =>
        {
            var (actor, teams) = person;
            var may = access.Allows(right, actor, teams, startedBy);
            if (actor.Role == Role.Admin) return may;
            var granted = access.Of(right);
            var isNamed = granted is null || granted.Roles.Contains(actor.Role!.Value) || granted.People.Contains(actor.UserId!)
                || granted.Teams.Intersect(teams).Any();
            return right switch
            {
                WorkflowRight.Edit or WorkflowRight.Publish => may == (isNamed && actor.Role == Role.ProcessOwner),
                WorkflowRight.Start when granted is null => may == (actor.Role == Role.ProcessOwner || startedBy.Contains(actor.Role!.Value)),
                _ => may == isNamed,
            };
        });
    }
}

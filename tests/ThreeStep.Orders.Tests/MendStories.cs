using System.Text.Json.Nodes;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Moves;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>A process owner mends single cases: another value, a step skipped, on at another step, the end.</summary>
public sealed class MendStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    async Task<MovedInstance> Mend(string definitionId, string instanceId, Mend mend, string by = "owner", string reason = "it was wrong")
    {
        var move = await world.Do(by, change => MoveChanges.Start(change, definitionId, Input(instanceId, mend, reason)));
        await world.Pass(TimeSpan.Zero);
        return world.Read(database => database.MovedInstances.Single(moved => moved.MoveId == move.Id));
    }

    static MoveInput Input(string instanceId, Mend mend, string reason = "it was wrong") => new(null, [instanceId], Reason: reason) { Mend = mend };

    string Only(string definitionId) => Assert.Single(world.Instances(definitionId)).Id;

    List<string> StandsAt(string instanceId) => world.Read(database =>
        database.Bookmarks.Where(row => row.InstanceId == instanceId).Select(row => row.ActivityId).Distinct().Order().ToList());

    string VariableOf(string definitionId, string name) => world.Service<Runtime.Definitions.CompiledDefinitions>().FindPublished(definitionId)!
        .Root.Variables.Single(each => each.Name == name).Id;

    [Fact]
    public async Task A_value_is_changed_within_its_range_and_becomes_again_what_it_was()
    {
        await world.NewDeal();
        var id = Only("quiet-customer");
        var variable = VariableOf("quiet-customer", "RemindRepAfter");
        var refusal = await Assert.ThrowsAsync<RefusalException>(() =>
            Mend("quiet-customer", id, new Mend.SetVariable(variable, "3000 days")));
        Assert.Equal("mend.value", refusal.Field);

        var mended = await Mend("quiet-customer", id, new Mend.SetVariable(variable, "3 days"));

        Assert.Equal(MovedStatus.Moved, mended.Status);
        Assert.Equal("3.00:00:00", world.Service<Runtime.Store.EngineReader>().LoadInstance(id)!.Value.State.Executions
            .Single(each => each.ParentId is null).Variables[variable]!.ToString());
        await world.Do("owner", change => MoveChanges.Undo(change, mended.MoveId));
        await world.Pass(TimeSpan.Zero);
        Assert.Equal(MovedStatus.Undone, world.Read(database => database.MovedInstances.Single(each => each.MoveId == mended.MoveId)).Status);
    }

    [Fact]
    public async Task A_step_is_skipped_as_the_preview_says_and_what_people_were_told_is_not_taken_back()
    {
        await world.NewDeal();
        var id = Only("quiet-customer");
        var step = new Mend.Skip("wait-rep", "Quiet");
        var preview = MovePreview.Of(world.Runtime, id, Input(id, step))!;
        Assert.Null(preview.Why);
        Assert.NotEmpty(preview.Runs);
        Assert.DoesNotContain(world.Tasks("rep"), task => task.Kind == WorkTaskKind.Reminder);

        var mended = await Mend("quiet-customer", id, step);

        Assert.Equal(preview.StandsAt.Order(), StandsAt(id));
        Assert.Contains(world.Tasks("rep"), task => task.Kind == WorkTaskKind.Reminder);
        await world.Do("owner", change => MoveChanges.Undo(change, mended.MoveId));
        await world.Pass(TimeSpan.Zero);
        var stayed = world.Read(database => database.MovedInstances.Single(each => each.MoveId == mended.MoveId));
        Assert.Equal(MovedStatus.MovedOn, stayed.Status);
        Assert.Contains("cannot be taken back", stayed.Why!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_case_that_has_failed_goes_on_at_another_step_and_is_no_incident_any_more()
    {
        var model = (JsonObject)(await world.Definitions.Find("quiet-customer"))!.Model.DeepClone();
        var broken = model["root"]!["activities"]!.AsArray().Single(each => each!["id"]!.ToString() == "wait-rep")!;
        broken["quietAfter"]!["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "null.length" };
        await world.Definitions.Save(model, publish: true);
        await world.NewDeal();
        var id = Only("quiet-customer");
        Assert.Equal(1, world.Incidents());

        await Mend("quiet-customer", id, new Mend.GoOnAt("wait-rep", "wait-manager"));

        Assert.Equal(0, world.Incidents());
        Assert.Equal(["deal-closed", "wait-manager"], StandsAt(id));
    }

    [Fact]
    public async Task An_ended_case_is_in_the_audit_log_with_its_reason()
    {
        await world.NewDeal();
        var id = Only("quiet-customer");

        await Mend("quiet-customer", id, new Mend.End(), reason: "the customer has closed down");

        Assert.Equal("Cancelled", world.Read(database => database.Instances.Find(id)!.SubStatus));
        Assert.Contains(world.Read(database => database.Audit.ToList()), entry => entry.Subject == id && entry.UserId == "owner"
            && entry.Detail!.Contains("closed down", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Skipping_the_question_approves_nothing()
    {
        var deal = await world.NewDeal(stage: Stage.Proposing, discount: 40);
        await world.Pass(TimeSpan.Zero);
        var wait = world.Read(database => database.Bookmarks.Where(row => row.Name == "ThreeStep.RequestApproval").ToList())
            .DistinctBy(row => row.InstanceId).Single();

        await Mend(world.Read(database => database.Instances.Find(wait.InstanceId)!.DefinitionId), wait.InstanceId,
            new Mend.Skip(wait.ActivityId, "Approved"));

        if (world.StageOf(deal.Id) != Stage.Negotiating) await world.MoveTo(deal.Id, Stage.Negotiating);
        await Assert.ThrowsAsync<RefusalException>(() => world.MoveTo(deal.Id, Stage.Won));
    }

    [Theory, InlineData("rep"), InlineData("manager"), InlineData("service"), InlineData("director")]
    public async Task Who_has_no_say_in_workflows_mends_nothing(string person)
    {
        await world.NewDeal();
        var id = Only("quiet-customer");
        foreach (var mend in (Mend[])[new Mend.End(), new Mend.Skip("wait-rep"), new Mend.GoOnAt("wait-rep", "wait-manager")])
            await Assert.ThrowsAsync<RefusalException>(() => Mend("quiet-customer", id, mend, person));
    }

    [Fact]
    public async Task What_is_meant_for_single_cases_is_never_meant_for_all()
    {
        await world.NewDeal();
        var all = new MoveInput(null, Reason: "x") { Mend = new Mend.End() };
        Assert.Equal("instanceIds", (await Assert.ThrowsAsync<RefusalException>(() =>
            world.Do("owner", change => MoveChanges.Start(change, "quiet-customer", all)))).Field);
        Assert.Equal("version", (await Assert.ThrowsAsync<RefusalException>(() =>
            world.Do("owner", change => MoveChanges.Start(change, "quiet-customer", new MoveInput(Reason: "x"))))).Field);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Moves;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>A published mistake is mended in what runs already, and that is taken back.</summary>
public sealed class MoveStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    /// <summary>Another version of a workflow, published.</summary>
    async Task<int> Publish(string definitionId, Action<JsonObject> edit)
    {
        var model = (JsonObject)(await world.Definitions.Find(definitionId))!.Model.DeepClone();
        edit(model);
        return (await world.Definitions.Save(model, publish: true)).Definition.Version;
    }

    static void Set(JsonObject model, string variable, string value) =>
        model["variables"]!.AsArray().Single(each => each!["name"]!.ToString() == variable)!["value"] = value;

    async Task<VersionMove> Move(MoveInput input, string definitionId = "quiet-customer", string by = "owner")
    {
        var move = await world.Do(by, change => MoveChanges.Start(change, definitionId, input));
        await world.Pass(TimeSpan.Zero);
        return move;
    }

    async Task Undo(string moveId)
    {
        await world.Do("owner", change => MoveChanges.Undo(change, moveId));
        await world.Pass(TimeSpan.Zero);
    }

    List<MovedInstance> Moved(string moveId) => world.Read(database =>
        database.MovedInstances.Where(moved => moved.MoveId == moveId).OrderBy(moved => moved.InstanceId).ToList());

    /// <summary>All that an instance is, but for the counter of its journal and the time of its last burst.</summary>
    string StateOf(string id)
    {
        var state = (JsonObject)JsonNode.Parse(InstanceDocument.Text(world.Read(database => database.Instances.Find(id)!.Document)))!;
        state.Remove("journalSequence");
        state.Remove("updatedAt");
        return Json.Write(state) + JsonSerializer.Serialize(world.Read(database =>
            database.Bookmarks.Where(bookmark => bookmark.InstanceId == id).OrderBy(bookmark => bookmark.Id).ToList()));
    }

    List<string> Ids(string definitionId = "quiet-customer") => world.Instances(definitionId).Select(row => row.Id).Order().ToList();

    [Fact]
    public async Task Running_cases_take_a_threshold_over_as_the_preview_says_and_become_what_they_were()
    {
        for (var count = 0; count < 3; count++) await world.NewDeal();
        await world.Pass(TimeSpan.FromDays(2));
        var version = await Publish("quiet-customer", model => Set(model, "RemindRepAfter", "3.00:00:00"));
        var before = Ids().ToDictionary(id => id, StateOf);
        var previews = Ids().ConvertAll(id => MovePreview.Of(world.Runtime, id, new MoveInput(version))!);
        Assert.All(previews, preview => Assert.Null(preview.Why));
        Assert.All(previews, preview => Assert.Equal((JsonValue.Create("3.00:00:00").ToString(), "RemindRepAfter"),
            (Assert.Single(preview.Settings).Now!.ToString(), preview.Settings[0].Name)));

        var move = await Move(new MoveInput(version, Reason: "The customer cannot wait so long."));

        Assert.All(Moved(move.Id), moved => Assert.Equal(MovedStatus.Moved, moved.Status));
        foreach (var preview in previews)
        {
            var due = world.Read(database => database.Bookmarks.Where(row => row.InstanceId == preview.InstanceId && row.DueAt != null)
                .Min(row => row.DueAt));
            Assert.Equal(due, Assert.Single(preview.Times).Now);
        }
        Assert.All(world.Instances("quiet-customer"), row => Assert.Equal(version, row.DefinitionVersion));
        Assert.NotNull(world.Read(database => database.VersionMoves.Find(move.Id)!.EndedAt));

        await Undo(move.Id);
        Assert.All(Moved(move.Id), moved => Assert.Equal(MovedStatus.Undone, moved.Status));
        Assert.All(before, was => Assert.Equal(was.Value, StateOf(was.Key)));
        await world.Pass(TimeSpan.FromDays(2));
        Assert.DoesNotContain(world.Tasks("rep"), task => task.Kind == WorkTaskKind.Reminder);
        await world.Pass(TimeSpan.FromDays(4));
        Assert.Equal(3, world.Tasks("rep").Count(task => task.Kind == WorkTaskKind.Reminder));
    }

    [Fact]
    public async Task What_has_gone_on_since_stays_and_is_told()
    {
        var (first, second) = (await world.NewDeal(), await world.NewDeal());
        var version = await Publish("quiet-customer", model => Set(model, "RemindRepAfter", "3.00:00:00"));
        var move = await Move(new MoveInput(version, Reason: "sooner"));
        await world.Meet(first.Id);

        await Undo(move.Id);

        var outcomes = Moved(move.Id).ToDictionary(moved => world.Read(database => database.Instances.Find(moved.InstanceId)!.CorrelationId!),
            moved => moved.Status);
        Assert.Equal((MovedStatus.MovedOn, MovedStatus.Undone), (outcomes[first.Id], outcomes[second.Id]));
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("owner", change => MoveChanges.Undo(change, move.Id)));
    }

    [Fact]
    public async Task A_setting_that_was_changed_on_purpose_stays()
    {
        await world.NewDeal();
        var id = Ids().Single();
        var variable = world.Service<Runtime.Definitions.CompiledDefinitions>().FindPublished("quiet-customer")!.Root.Variables
            .Single(each => each.Name == "RemindRepAfter").Id;
        await world.Runtime.Deliver(id, new Workflows.Instances.Stimulus.SetVariables(new() { [variable] = "5.00:00:00" }, "owner"));
        var version = await Publish("quiet-customer", model => Set(model, "RemindRepAfter", "3.00:00:00"));

        Assert.Empty(MovePreview.Of(world.Runtime, id, new MoveInput(version))!.Settings);
    }

    [Fact]
    public async Task A_step_that_is_gone_is_told_before_and_another_one_can_stand_for_it()
    {
        await world.NewDeal();
        var version = await Publish("quiet-customer", model =>
        {
            var text = Json.Write(model["root"]).Replace("\"wait-rep\"", "\"wait-first\"", StringComparison.Ordinal);
            model["root"] = JsonNode.Parse(text);
        });
        var id = Ids().Single();
        Assert.Contains("wait-rep", MovePreview.Of(world.Runtime, id, new MoveInput(version))!.Why!.ToString());
        var move = await Move(new MoveInput(version, Reason: "another name"));
        Assert.Equal(MovedStatus.Refused, Assert.Single(Moved(move.Id)).Status);

        var mapped = new MoveInput(version, Reason: "another name") { Mapping = new() { ["wait-rep"] = "wait-first" } };
        Assert.Contains(new StepChange("wait-rep", "wait-first"), MovePreview.Of(world.Runtime, id, mapped)!.Steps);
        move = await Move(mapped);
        Assert.Equal(MovedStatus.Moved, Assert.Single(Moved(move.Id)).Status);
        await world.Pass(TimeSpan.FromDays(8));
        Assert.Contains(world.Tasks("rep"), task => task.Kind == WorkTaskKind.Reminder);
    }

    [Fact]
    public async Task What_failed_is_tried_again_by_the_version_that_mends_it()
    {
        var broken = await Publish("quiet-customer", model =>
        {
            var step = model["root"]!["activities"]!.AsArray().Single(each => each!["id"]!.ToString() == "wait-rep")!;
            step["quietAfter"]!["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "null.length" };
        });
        await world.NewDeal();
        Assert.Equal(1, world.Incidents());
        var version = await Publish("quiet-customer", model =>
        {
            var step = model["root"]!["activities"]!.AsArray().Single(each => each!["id"]!.ToString() == "wait-rep")!;
            step["quietAfter"]!["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "7.00:00:00" };
        });
        Assert.True(MovePreview.Of(world.Runtime, Ids().Single(), new MoveInput(version))!.HasFailed);

        await Move(new MoveInput(version, FromVersion: broken, Reason: "the length was broken"));

        Assert.Equal(0, world.Incidents());
        await world.Pass(TimeSpan.FromDays(8));
        Assert.Contains(world.Tasks("rep"), task => task.Kind == WorkTaskKind.Reminder);
    }

    [Fact]
    public async Task Who_has_no_say_in_workflows_moves_nothing()
    {
        await world.NewDeal();
        var version = await Publish("quiet-customer", model => Set(model, "RemindRepAfter", "3.00:00:00"));
        foreach (var person in (string[])["rep", "manager", "service"])
            await Assert.ThrowsAsync<RefusalException>(() => Move(new MoveInput(version, Reason: "x"), by: person));
        Assert.Equal("reason", (await Assert.ThrowsAsync<RefusalException>(() => Move(new MoveInput(version)))).Field);
        Assert.Equal("version", (await Assert.ThrowsAsync<RefusalException>(() => Move(new MoveInput(99, Reason: "x")))).Field);
    }

    [Fact]
    public async Task A_draft_is_not_taken_over_where_publishing_needs_a_second_yes()
    {
        await world.NewDeal();
        var model = (JsonObject)(await world.Definitions.Find("quiet-customer"))!.Model.DeepClone();
        Set(model, "RemindRepAfter", "3.00:00:00");
        var draft = (await world.Definitions.Save(model, publish: false)).Definition.Version;
        await world.Change(change => change.Database.Companies.Single().PublishingNeedsYes = true);

        await Assert.ThrowsAsync<RefusalException>(() => Move(new MoveInput(draft, Reason: "quietly")));
    }
}

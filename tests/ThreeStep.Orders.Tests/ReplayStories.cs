using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Replays;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Archive;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Replays;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>What an edit would have done to the cases of the past.</summary>
public sealed class ReplayStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    ReplayRun Replays() => new(world.Store, world.Service<ArchiveFolder>(), world.Service<CompiledDefinitions>(), world.Service<IRecordReader>(),
        world.Service<WorkingCalendars>());

    ReplayReport Try(string definitionId, ReplayInput input) => Replays().Run(definitionId, input,
        input.Version is { } version ? world.Service<CompiledDefinitions>().FindVersion(definitionId, version) : null, world.Now);

    /// <summary>A draft of a workflow in which a variable begins with something else.</summary>
    async Task<int> DraftWith(string definitionId, string variable, JsonNode? value)
    {
        var model = (JsonObject)(await world.Definitions.Find(definitionId))!.Model.DeepClone();
        model["variables"]!.AsArray().Single(each => each!["name"]!.ToString() == variable)!["value"] = value;
        return (await world.Definitions.Save(model, publish: false)).Definition.Version;
    }

    /// <summary>Deals with customers who stay silent for so many days and then meet us once.</summary>
    /// <param name="until">So long it is looked on, in days.</param>
    async Task Silent(int until, params int[] days)
    {
        var deals = new List<(Deal Deal, int Days)>();
        foreach (var count in days) deals.Add((await world.NewDeal(), count));
        for (var day = 1; day <= until; day++)
        {
            await world.Pass(TimeSpan.FromDays(1));
            foreach (var (deal, count) in deals) if (count == day) await world.Meet(deal.Id);
        }
    }

    [Fact]
    public async Task A_shorter_wait_reminds_more_often_and_earlier()
    {
        await Silent(8, 3, 5, 6, 9, 30);
        var version = await DraftWith("quiet-customer", "RemindRepAfter", "4.00:00:00");
        var before = world.Read(database => (database.Bursts.Count(), database.Tasks.Count(), database.Outbox.Count()));

        var report = Try("quiet-customer", new ReplayInput(version));

        Assert.Equal((5, 5), (report.Cases, report.Replayed));
        Assert.Empty(report.Unreplayable);
        // Told by hand: after eight days two customers had been silent for seven days, and all five, in the end or in between, for four.
        Assert.Equal(new Amount(2, 2), report.Then.Steps["remind-rep"]);
        Assert.Equal(new Amount(5, 5), report.Now[Assumption.Usual].Steps["remind-rep"]);
        Assert.Equal(new Amount(5, 5), report.Now[Assumption.Usual].Asked["Reminder:rep"]);
        // From Monday the 9th back to Friday the 6th.
        Assert.Equal(new StepShift("remind-rep", 2, 1, 3), Assert.Single(report.Shifts, shift => shift.ActivityId == "remind-rep"));
        Assert.Equal(3, report.Different.Count(each => each.Steps.Any(step => step is { ActivityId: "remind-rep", Then: 0, Now: 1 })));
        Assert.Equal(before, world.Read(database => (database.Bursts.Count(), database.Tasks.Count(), database.Outbox.Count())));
    }

    /// <summary>Reminders that a wait of so long gives, counted from the customers' interactions alone.</summary>
    static int Reminders(DateTimeOffset began, IEnumerable<DateTimeOffset> touches, DateTimeOffset until, TimeSpan first)
    {
        var (since, step, count) = (began, 0, 0);
        foreach (var touch in touches.Order().Append(until))
        {
            for (; step < 3 && since + (step == 0 ? first : TimeSpan.FromDays(7)) is var due && due < touch; (since, step) = (due, step + 1))
                if (step == 0) count++;
            (since, step) = (touch, 0);
        }
        return count;
    }

    /// <summary>With another threshold the differences are those that a count over the domain's own tables gives.</summary>
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 5)]
    [InlineData(3, 10)]
    public async Task The_differences_are_those_that_the_tables_tell(int seed, int days)
    {
        var chance = new Random(seed);
        var deals = new List<Deal>();
        for (var deal = 0; deal < 8; deal++) deals.Add(await world.NewDeal());
        for (var hour = 0; hour < 21 * 24; hour += 5)
        {
            await world.Pass(TimeSpan.FromHours(5) + TimeSpan.FromMinutes(chance.Next(10)));
            foreach (var deal in deals) if (chance.Next(30) == 0) await world.Meet(deal.Id);
        }
        var version = await DraftWith("quiet-customer", "RemindRepAfter", $"{days}.00:00:00");

        var report = Try("quiet-customer", new ReplayInput(version));

        var touched = world.Read(database => database.Interactions.Select(each => new { each.DealId, each.At }).ToList())
            .ToLookup(each => each.DealId);
        int Told(TimeSpan first) => deals.Sum(deal => Reminders(deal.CreatedAt, touched[deal.Id].Select(each => each.At), world.Now, first));
        Assert.Equal(Told(TimeSpan.FromDays(7)), report.Then.Asked.GetValueOrDefault("Reminder:rep")?.Times - Again(report.Then) ?? 0);
        Assert.Equal(Told(TimeSpan.FromDays(7)), report.Then.Steps.GetValueOrDefault("remind-rep")?.Times ?? 0);
        Assert.Equal(Told(TimeSpan.FromDays(days)), report.Now[Assumption.Usual].Steps.GetValueOrDefault("remind-rep")?.Times ?? 0);

        static int Again(ReplayFigures figures) => figures.Steps.GetValueOrDefault("remind-rep-again")?.Times ?? 0;
    }

    [Fact]
    public async Task The_version_that_ran_would_have_done_the_same()
    {
        await Silent(40, 3, 9, 30);

        foreach (var workflow in (string[])["quiet-customer", "big-order"])
        {
            var report = Try(workflow, new ReplayInput(1));
            Assert.Equal((3, 3), (report.Replayed, report.Same));
            Assert.Empty(report.Different);
            Assert.Equal(report.Then.Asked, report.Now[Assumption.Never].Asked);
        }
    }

    [Fact]
    public async Task A_step_that_would_have_asked_for_more_is_told_as_what_nobody_knows()
    {
        await Silent(25, 30);
        await world.Answer("请介入", by: "manager");
        var model = (JsonObject)(await world.Definitions.Find("quiet-customer"))!.Model.DeepClone();
        model["root"]!["activities"]!.AsArray().Single(each => each!["id"]!.ToString() == "manager-task")!["form"] = JsonNode.Parse("""
            { "typeName": "Object", "expression": { "type": "Object", "value": [ { "key": "why", "name": "为什么 · Why", "kind": "Text" } ] } }
            """);
        var asking = (await world.Definitions.Save(model, publish: false)).Definition.Version;

        var asBefore = Try("quiet-customer", new ReplayInput(1));
        Assert.Equal((1, 0), (asBefore.Same, asBefore.OpenCases));
        Assert.Equal(1, Try("quiet-customer", new ReplayInput(asking)).OpenCases);
    }

    [Fact]
    public async Task A_value_that_was_given_by_hand_and_does_not_fit_the_version_spoils_no_other_case()
    {
        await world.NewDeal();
        await world.NewDeal();
        var variable = world.Service<CompiledDefinitions>().FindPublished("quiet-customer")!.Root.Variables
            .Single(each => each.Name == "RemindRepAfter").Id;
        var id = world.Instances("quiet-customer")[0].Id;
        await world.Runtime.Deliver(id, new Workflows.Instances.Stimulus.SetVariables(new() { [variable] = "5.00:00:00" }, "owner"));
        var model = (JsonObject)(await world.Definitions.Find("quiet-customer"))!.Model.DeepClone();
        model["customProperties"]!["settings"]!.AsArray().Single(each => each!["variable"]!.ToString() == "RemindRepAfter")!["max"] = "3 days";
        model["variables"]!.AsArray().Single(each => each!["name"]!.ToString() == "RemindRepAfter")!["value"] = "2.00:00:00";
        var narrow = (await world.Definitions.Save(model, publish: false)).Definition.Version;

        Assert.Equal(2, Try("quiet-customer", new ReplayInput(narrow)).Replayed);
    }

    [Fact]
    public async Task A_stricter_table_asks_where_nobody_was_asked_and_says_that_nobody_knows_the_answer()
    {
        var deal = await world.NewDeal(100_000, Stage.Prospecting, discount: 2);
        await world.Runtime.Start("deal-approval", new() { ["DealId"] = deal.Id });
        await world.Pass(TimeSpan.FromDays(3));
        var matrix = world.Read(MatrixVersion.InForce);
        var strict = matrix with { Rows = [.. matrix.Rows.Select(row => row.Who.Count > 0 ? row : row with { Who = matrix.Rows[^1].Who })] };

        var report = Try("deal-approval", new ReplayInput { Matrix = strict });

        Assert.Equal((1, 0, 1), (report.Replayed, report.Same, report.OpenCases));
        Assert.Equal(0, report.Then.Asked.GetValueOrDefault("Approval")?.Times ?? 0);
        Assert.Equal(1, report.Now[Assumption.Usual].Asked["Approval"].Times);
        Assert.Equal(0, report.Now[Assumption.Never].Finished);
    }

    [Fact]
    public async Task A_company_that_works_on_saturdays_answers_earlier()
    {
        await Silent(40, 41);
        var week = CalendarDefinition.Weekdays("09:00-18:00");
        week[DayOfWeek.Saturday] = "09:00-18:00";

        var report = Try("quiet-customer", new ReplayInput { Calendar = new CalendarDefinition { Week = week, Official = "" } });

        Assert.Contains(report.Shifts, shift => shift is { ActivityId: "escalate", Days: > 0 });
    }

    [Fact]
    public async Task Who_has_no_say_in_workflows_tries_none()
    {
        foreach (var person in (string[])["rep", "manager", "service"])
            await Assert.ThrowsAsync<RefusalException>(() => world.Do(person, change => ReplayChanges.Start(change, "quiet-customer", new(1))));
        var refused = await Assert.ThrowsAsync<RefusalException>(() =>
            world.Do("owner", change => ReplayChanges.Start(change, "quiet-customer", new(99))));
        Assert.Equal("version", refused.Field);
    }
}

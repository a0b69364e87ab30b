using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Replays;
using ThreeStep.Orders.Retention;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Archive;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Invariants;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Tests;

/// <summary>Finished workflows leave the database when the company keeps them no longer, and nothing that counts on them notices.</summary>
public sealed class ArchiveStories : IAsyncLifetime
{
    const int Kept = 30;

    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    Task Keep(string definitionId, int? days) => world.Do("admin", change =>
        SaveRetention.Apply(change, new RetentionInput { Workflows = new Dictionary<string, int?> { [definitionId] = days } }));

    async Task<int> Archive()
    {
        await world.Service<FigureFollower>().CatchUp();
        var (archived, place) = (0, (CaseArchive.Place?)null);
        do
        {
            (place, var cases) = await world.Service<CaseArchive>().Step(world.Now, place);
            archived += cases;
        }
        while (place is not null);
        return archived;
    }

    ReplayReport Again(string definitionId) => new ReplayRun(world.Store, world.Service<ArchiveFolder>(), world.Service<CompiledDefinitions>(),
        world.Service<IRecordReader>(), world.Service<WorkingCalendars>()).Run(definitionId, new ReplayInput(), null, world.Now);

    /// <summary>Three deals that were asked about and lost, one that goes on.</summary>
    async Task Deals()
    {
        for (var index = 0; index < 4; index++)
        {
            var deal = await world.NewDeal();
            await world.ChangeTerms(deal.Id, 100_000, 12 + index);
            await world.Pass(TimeSpan.FromHours(1));
            await world.Decide("manager", ApprovalDecision.Approve);
            if (index < 3) await world.MoveTo(deal.Id, Stage.Lost);
        }
    }

    static string LineOf(StepFigure figure) => FormattableString.Invariant(
        $"{figure.DefinitionId} {figure.Day} {figure.StepId} {figure.Ended} {figure.Outcome} {figure.Stays} {figure.Seconds}");

    List<string> Figures() => world.Read(database => database.StepFigures.AsEnumerable().Select(LineOf).Order(StringComparer.Ordinal).ToList());

    (int Cases, int Same) Replayed(string definitionId) => Again(definitionId) is var report ? (report.Cases, report.Same) : default;

    [Fact]
    public async Task Cases_leave_for_the_archive_and_figures_approvals_and_replays_keep_them()
    {
        await Deals();
        await Keep("big-order", 2 * Kept);
        await world.Pass(TimeSpan.FromDays(Kept + 1));
        Assert.Equal(0, await Archive());
        var (figures, approvals, tasks) = (Figures(), world.Approvals().Count, world.Tasks().Count);
        Assert.Equal(((4, 4), (4, 4)), (Replayed("big-order"), Replayed("deal-approval")));
        await Keep("big-order", Kept);

        Assert.Equal(3, await Archive());

        Assert.Equal("Running", Assert.Single(world.Instances("big-order")).Status);
        Assert.Single(world.Instances("deal-approval"));
        Assert.Equal(3, world.Read(database => database.ArchivedInstances.Count(row => row.DefinitionId == "deal-approval")));
        Assert.Equal(figures, Figures());
        Assert.Equal((approvals, tasks), (world.Approvals().Count, world.Tasks().Count));
        Assert.Empty(world.Read(database => EngineInvariants.Find(database).Concat(OrderInvariants.Find(database)).ToList()));
        Assert.Equal(((4, 4), (4, 4)), (Replayed("big-order"), Replayed("deal-approval")));
        Assert.Equal(0, await Archive());
    }

    [Fact]
    public async Task What_was_brought_back_leaves_again_and_takes_no_other_with_it()
    {
        await Deals();
        await Keep("big-order", Kept);
        await world.Pass(TimeSpan.FromDays(Kept + 3));
        await Archive();
        var archive = world.Service<ArchiveFolder>();
        var files = Directory.GetFiles(archive.Path, "*", SearchOption.AllDirectories);
        var cases = files.SelectMany(file => archive.Read(Path.GetRelativePath(archive.Path, file))).ToList();
        Assert.Equal(3, cases.Count);

        await BringBack(cases[0]);
        Assert.Equal((4, 4), Replayed("big-order"));
        Assert.Equal(1, await Archive());
        Assert.Equal((4, 4), Replayed("big-order"));

        // As after a crash between the file and the database.
        foreach (var together in cases) await BringBack(together);
        Assert.Equal(3, await Archive());
        Assert.Equal((4, 4), Replayed("big-order"));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_told_and_keeps_nobody_from_the_other_cases()
    {
        await Deals();
        await Keep("big-order", Kept);
        await world.Pass(TimeSpan.FromDays(Kept + 3));
        await Archive();
        var lost = world.Read(database => database.ArchivedInstances.Count(row => row.DefinitionId == "big-order"));
        var folder = world.Service<ArchiveFolder>().Path;
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories)) File.Delete(file);

        var report = Again("big-order");

        Assert.Equal((4, 1), (report.Cases, report.Same));
        Assert.Equal(lost, report.Unreplayable.Sum(each => each.Cases));
    }

    [Fact]
    public async Task A_workflow_that_is_deleted_keeps_its_rule()
    {
        await world.Definitions.Save(Workflow("short-lived", """{ "id": "say", "type": "Elsa.WriteLine", "version": 1 }"""), publish: true);
        await Keep("short-lived", Kept);
        await world.Runtime.Start("short-lived", []);
        await world.Service<DefinitionDeletion>().Delete(["short-lived"], "admin");

        await Keep("short-lived", Kept);
        await world.Pass(TimeSpan.FromDays(Kept + 3));
        await Archive();
        Assert.Empty(world.Instances("short-lived"));
    }

    Task BringBack(IReadOnlyList<ArchivedInstance> together) => world.Change(change =>
    {
        change.Database.Instances.AddRange(together.Select(each => each.Instance));
        change.Database.Bursts.AddRange(together.SelectMany(each => each.Bursts));
    });

    [Fact]
    public async Task Figures_that_are_counted_anew_keep_what_is_archived()
    {
        await Deals();
        await Keep("big-order", Kept);
        await world.Pass(TimeSpan.FromDays(Kept + 3));
        await Archive();
        Assert.Single(world.Instances("big-order"));
        var stays = world.Read(database => database.StepFigures.Sum(figure => figure.Stays));

        // In another zone days are others.
        await world.Do("admin", change => change.Database.Companies.Single().Zone = "America/New_York");
        await world.Service<FigureFollower>().CatchUp();

        Assert.Equal(stays, world.Read(database => database.StepFigures.Sum(figure => figure.Stays)));
    }

    static JsonObject Workflow(string id, string activities) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [ {{activities}} ] } }
        """)!;

    [Fact]
    public async Task What_may_still_go_on_stays_with_all_it_belongs_to()
    {
        await world.Definitions.Save(Workflow("waits", """
            { "id": "on", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go on" } } }
            """), publish: true);
        await world.Definitions.Save(Workflow("parent", """
            { "id": "start", "type": "Elsa.DispatchWorkflow", "version": 1,
              "workflowDefinitionId": { "typeName": "String", "expression": { "type": "Literal", "value": "waits" } } }
            """), publish: true);
        await world.Definitions.Save(Workflow("fails", """
            { "id": "say", "type": "Elsa.WriteLine", "version": 1,
              "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getInput('Nothing').name" } } }
            """), publish: true);
        Assert.NotNull(await world.Runtime.Start("parent", []));
        Assert.NotNull(await world.Runtime.Start("fails", []));
        await world.Do("admin", change => SaveRetention.Apply(change, new RetentionInput { InstanceDays = Kept }));
        await world.Pass(TimeSpan.FromDays(2 * Kept));

        await Archive();
        Assert.Equal("Finished", Assert.Single(world.Instances("parent")).Status);
        Assert.Single(world.Instances("fails"));

        await world.Runtime.Trigger("go on", null, null, null);
        await Archive();
        Assert.Single(world.Instances("parent"));

        await world.Pass(TimeSpan.FromDays(Kept + 1));
        await Archive();
        Assert.Empty(world.Instances("parent"));
        Assert.Empty(world.Instances("waits"));
        Assert.Single(world.Instances("fails"));
        Assert.Equal(((1, 1), (1, 1)), (Replayed("parent"), Replayed("waits")));
        await Keep("fails", null);
    }

    [Fact]
    public async Task Who_may_say_how_long_and_of_what_is_checked()
    {
        await Assert.ThrowsAsync<RefusalException>(() => world.Do("manager", change =>
            SaveRetention.Apply(change, new RetentionInput { InstanceDays = 90 })));
        Assert.Equal("workflows", (await Assert.ThrowsAsync<RefusalException>(() => Keep("no-such-workflow", 90))).Field);
        Assert.Equal("workflows", (await Assert.ThrowsAsync<RefusalException>(() => Keep("deal-approval", 3))).Field);
        await Keep("deal-approval", 90);
        Assert.Equal(90, world.Read(RetentionRules.Of).Workflows["deal-approval"]);
    }
}

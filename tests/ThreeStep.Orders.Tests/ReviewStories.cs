using System.Text.Json.Nodes;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Reviews;
using ThreeStep.Orders.Shelves;
using ThreeStep.Orders.Staff;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>What is said about the steps of a workflow, and where workflows stand in the list.</summary>
public sealed class ReviewStories : IAsyncLifetime
{
    const string Workflow = "quiet-customer";

    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    string Step => world.Definitions.Compiled.FindPublished(Workflow)!.Nodes.First(node => node.TypeName == "ThreeStep.AssignTask").Id;

    Task<StepThread> Begin(string by, string text) => world.Do(by, change => ReviewChanges.Begin(change, Workflow, Step, null, text));

    Notice[] Notices(string user) => world.Read(database => database.Notices.Where(notice => notice.UserId == user).ToArray());

    [Fact]
    public async Task Somebody_is_mentioned_answers_and_it_is_settled()
    {
        var thread = await Begin("manager", "太晚了 @owner 能早一点吗？");
        var told = Assert.Single(Notices("owner"));
        Assert.Equal((NoticeKind.StepMentioned, ReviewChanges.Address(thread)), (told.Kind, told.Address));

        await world.Do("owner", change => ReviewChanges.Answer(change, Workflow, thread.Id, "行，@rep 你看呢？"));
        Assert.Equal(NoticeKind.StepAnswered, Assert.Single(Notices("manager")).Kind);
        // Reps do not look at workflows: they are told, without the way there.
        Assert.Null(Assert.Single(Notices("rep")).Address);

        Assert.Equal(1, world.Read(database => database.OpenThreads(Workflow))[Step]);
        await world.Do("owner", change => ReviewChanges.Settle(change, Workflow, thread.Id, true));
        Assert.Empty(world.Read(database => database.OpenThreads(Workflow)));
        var settled = await world.Do("manager", change => ReviewChanges.Settle(change, Workflow, thread.Id, false));
        Assert.Null(settled.ResolvedAt);
    }

    [Fact]
    public async Task Who_may_say_what()
    {
        async Task<RefusalKind> Refusal(Func<Task> deed) => (await Assert.ThrowsAsync<RefusalException>(deed)).Kind;
        var thread = await Begin("owner", "?");

        Assert.Equal(RefusalKind.Forbidden, await Refusal(() => Begin("rep", "mine")));
        Assert.Equal(RefusalKind.Forbidden, await Refusal(() => world.Do("rep", change => ReviewChanges.Answer(change, Workflow, thread.Id, "x"))));
        Assert.Equal(RefusalKind.Forbidden,
            await Refusal(() => world.Do("manager", change => ReviewChanges.Settle(change, Workflow, thread.Id, true))));
        Assert.Equal(RefusalKind.Invalid, await Refusal(() => Begin("owner", " ")));
        Assert.Equal(RefusalKind.Invalid,
            await Refusal(() => world.Do("owner", change => ReviewChanges.Begin(change, Workflow, "gone", null, "x"))));
        Assert.Equal(RefusalKind.Invalid, await Refusal(() => world.Do("owner", change => ReviewChanges.Begin(change, Workflow, Step, 99, "x"))));
        Assert.Equal(RefusalKind.NotFound, await Refusal(() => world.Do("owner", change => ReviewChanges.Begin(change, "no", Step, null, "x"))));
        // By another workflow's address.
        Assert.Equal(RefusalKind.NotFound,
            await Refusal(() => world.Do("owner", change => ReviewChanges.Answer(change, "big-order", thread.Id, "x"))));
    }

    [Fact]
    public async Task Whoever_is_asked_to_agree_reads_what_is_open()
    {
        await world.Change(change => change.Database.Add(new User { Id = "owner-2", Name = "owner-2", Role = Role.ProcessOwner }));
        await world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = true }));
        await Begin("manager", "Is that long enough?");
        var model = (JsonObject)(await world.Definitions.Find(Workflow))!.Model.DeepClone();
        model["description"] = "another";

        await world.Definitions.Save(model, publish: true, by: "owner");
        await world.Time.RunUntil(world.Now);

        Assert.Contains(world.OpenQuestion().Facts, fact => fact.Text.Contains("Is that long enough?", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workflow_is_put_in_a_folder_without_a_new_version()
    {
        var before = (await world.Definitions.Versions(Workflow)).Count;
        Task<WorkflowPlace> Put(string by, string? folder, params string[] labels) => world.Do(by, change =>
            PlaceWorkflow.Apply(change, Workflow, new() { Folder = folder, Labels = labels }));

        var place = await Put("owner", " Sales / Large orders ", "Q3", "q3", " ", "draft ideas");

        Assert.Equal(("Sales/Large orders", "Q3|draft ideas"), (place.Folder, string.Join('|', place.Labels)));
        Assert.True(place.IsIn("Sales") && place.IsIn("Sales/Large orders") && !place.IsIn("Sal"));
        Assert.Equal("folder", (await Assert.ThrowsAsync<RefusalException>(() => Put("owner", "a/b/c"))).Field);
        Assert.Equal(RefusalKind.Forbidden, (await Assert.ThrowsAsync<RefusalException>(() => Put("manager", "x"))).Kind);
        Assert.Null((await Put("owner", "")).Folder);
        Assert.Equal(before, (await world.Definitions.Versions(Workflow)).Count);
    }
}

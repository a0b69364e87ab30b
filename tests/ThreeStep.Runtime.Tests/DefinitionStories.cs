using System.Text.Json.Nodes;
using ThreeStep.Runtime.Definitions;

namespace ThreeStep.Runtime.Tests;

public sealed class DefinitionStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static JsonObject Model(string taskTitle) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "flow", "name": "Flow", "vendor": { "kept": [1, null, "三"] }, "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } },
          { "id": "task", "type": "ThreeStep.AssignTask", "version": 1, "title": { "typeName": "String", "expression": { "type": "Literal", "value": "{{taskTitle}}" } } } ] } }
        """)!;

    [Fact]
    public async Task A_running_instance_stays_on_its_version_and_a_new_one_takes_the_new()
    {
        await world.Definitions.Save(Model("old way"), publish: true);
        await world.Runtime.Start("flow", [], correlationId: "old");
        await world.Definitions.Save(Model("new way"), publish: true);
        await world.Runtime.Start("flow", [], correlationId: "new");

        await world.Runtime.Trigger("go", "old", null, null);
        await world.Runtime.Trigger("go", "new", null, null);

        Assert.Equal(["new way", "old way"], world.Tasks().Select(task => task.Title).Order());
    }

    [Fact]
    public async Task A_draft_changes_nothing_until_it_is_published()
    {
        await world.Definitions.Save(Model("published"), publish: true);
        await world.Definitions.Save(Model("draft"), publish: false);

        await world.Runtime.Start("flow", []);
        await world.Runtime.Trigger("go", null, null, null);

        Assert.Equal("published", Assert.Single(world.Tasks()).Title);
    }

    [Fact]
    public async Task A_workflow_that_is_deleted_takes_its_waiting_tasks_back()
    {
        await world.Definitions.Save(Model("waiting"), publish: true);
        await world.Runtime.Start("flow", []);
        await world.Runtime.Trigger("go", null, null, null);

        Assert.True(await world.Runtime.DeleteDefinition("flow"));

        Assert.Equal("Cancelled", Assert.Single(world.Instances("flow")).SubStatus);
        Assert.Empty(world.OpenTitles());
        Assert.False(await world.Runtime.DeleteDefinition("flow"));
    }

    [Fact]
    public async Task What_we_do_not_know_comes_back_as_it_was()
    {
        await world.Definitions.Save(Model("x"), publish: true);

        Assert.Equal("""{"kept":[1,null,"三"]}""", world.Definitions.Find("flow")!.Model["vendor"]!.ToJsonString(Workflows.Values.Json.Options));
    }

    [Fact]
    public async Task A_changed_file_becomes_a_new_version_and_an_unchanged_one_does_not()
    {
        var folder = FolderWith(Model("one"));
        var files = world.Service<WorkflowFiles>();

        Assert.Equal((1, 0), (await files.Load(folder), await files.Load(folder)));
        File.WriteAllText(Path.Combine(folder, "flow.json"), Model("two").ToJsonString());

        Assert.Equal(1, await files.Load(folder));
        Assert.Equal(2, world.Definitions.Find("flow", "Published")!.Version);
    }

    [Fact]
    public async Task What_was_edited_in_the_designer_is_never_overwritten_by_a_file()
    {
        var folder = FolderWith(Model("from the file"));
        var files = world.Service<WorkflowFiles>();
        await files.Load(folder);
        await world.Definitions.Save(Model("by hand"), publish: true);

        File.WriteAllText(Path.Combine(folder, "flow.json"), Model("a newer file").ToJsonString());

        Assert.Equal(0, await files.Load(folder));
        Assert.Contains("by hand", world.Definitions.Find("flow", "Published")!.Model.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_file_is_left_out_and_the_others_are_taken()
    {
        var folder = FolderWith(Model("good"));
        File.WriteAllText(Path.Combine(folder, "broken.json"), "{ not json");
        File.WriteAllText(Path.Combine(folder, "empty.json"), "{}");

        Assert.Equal(1, await world.Service<WorkflowFiles>().Load(folder));
    }

    string FolderWith(JsonObject model)
    {
        var folder = Directory.CreateDirectory(Path.Combine(world.Folder, "workflows")).FullName;
        File.WriteAllText(Path.Combine(folder, "flow.json"), model.ToJsonString());
        return folder;
    }
}

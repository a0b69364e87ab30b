using System.Text.Json.Nodes;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Tests;

namespace ThreeStep.Runtime.Tests;

public abstract class DefinitionStories(NoteWorld world) : IAsyncLifetime
{
    readonly NoteWorld world = world;

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static JsonObject Model(string taskTitle) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "flow", "name": "Flow", "vendor": { "kept": [1, null, "三"] }, "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } },
          { "id": "task", "type": "Notes.WriteNote", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "{{taskTitle}}" } } } ] } }
        """)!;

    [StoreFact]
    public async Task A_running_instance_stays_on_its_version_and_a_new_one_takes_the_new()
    {
        await world.Definitions.Save(Model("old way"), publish: true);
        await world.Runtime.Start("flow", [], correlationId: "old");
        await world.Definitions.Save(Model("new way"), publish: true);
        await world.Runtime.Start("flow", [], correlationId: "new");

        await world.Runtime.Trigger("go", "old", null, null);
        await world.Runtime.Trigger("go", "new", null, null);

        Assert.Equal(["new way", "old way"], world.Notes());
    }

    [StoreFact]
    public async Task A_draft_changes_nothing_until_it_is_published()
    {
        await world.Definitions.Save(Model("published"), publish: true);
        await world.Definitions.Save(Model("draft"), publish: false);

        await world.Runtime.Start("flow", []);
        await world.Runtime.Trigger("go", null, null, null);

        Assert.Equal(["published"], world.Notes());
    }

    [StoreFact]
    public async Task A_version_that_another_workflow_uses_does_not_change_under_it()
    {
        var part = Model("part");
        (part["definitionId"], part["name"], part["options"]) = ("part", "Part", new JsonObject { ["usableAsActivity"] = true });
        var draft = (await world.Definitions.Save(part, publish: false)).Definition;
        await world.Definitions.Save((JsonObject)JsonNode.Parse($$"""
            { "definitionId": "whole", "root": { "id": "use", "type": "Part", "version": 1, "workflowDefinitionVersionId": "{{draft.Id}}" } }
            """)!, publish: false);

        part["description"] = "another";
        var edited = (await world.Definitions.Save(part, publish: false)).Definition;

        Assert.NotEqual(draft.Id, edited.Id);
        Assert.Null((await world.Definitions.Find("part", "1"))!.Description);
    }

    [StoreFact]
    public async Task What_we_do_not_know_comes_back_as_it_was()
    {
        await world.Definitions.Save(Model("x"), publish: true);

        var saved = (await world.Definitions.Find("flow"))!.Model;
        Assert.Equal("""{"kept":[1,null,"三"]}""", saved["vendor"]!.ToJsonString(Workflows.Values.Json.Options));
    }

    [StoreFact]
    public async Task A_changed_file_becomes_a_new_version_and_an_unchanged_one_does_not()
    {
        var folder = FolderWith(Model("one"));
        var files = world.Service<WorkflowFiles>();

        Assert.Equal((1, 0), (await files.Load(folder), await files.Load(folder)));
        File.WriteAllText(Path.Combine(folder, "flow.json"), Model("two").ToJsonString());

        Assert.Equal(1, await files.Load(folder));
        Assert.Equal(2, (await world.Definitions.Find("flow", "Published"))!.Version);
    }

    [StoreFact]
    public async Task What_was_edited_in_the_designer_is_never_overwritten_by_a_file()
    {
        var folder = FolderWith(Model("from the file"));
        var files = world.Service<WorkflowFiles>();
        await files.Load(folder);
        await world.Definitions.Save(Model("by hand"), publish: true);

        File.WriteAllText(Path.Combine(folder, "flow.json"), Model("a newer file").ToJsonString());

        Assert.Equal(0, await files.Load(folder));
        Assert.Contains("by hand", (await world.Definitions.Find("flow", "Published"))!.Model.ToJsonString(), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_broken_file_is_left_out_and_the_others_are_taken()
    {
        var folder = FolderWith(Model("good"));
        File.WriteAllText(Path.Combine(folder, "broken.json"), "{ not json");
        File.WriteAllText(Path.Combine(folder, "empty.json"), "{}");

        Assert.Equal(1, await world.Service<WorkflowFiles>().Load(folder));
    }

    [StoreFact]
    public async Task A_company_keeps_its_process_in_git()
    {
        var files = world.Service<WorkflowFiles>();
        var (first, second) = (Path.Combine(world.Folder, "first"), Path.Combine(world.Folder, "second"));
        await world.Definitions.Save(new JsonObject
        {
            ["definitionId"] = "draft-only",
            ["name"] = "Draft",
            ["root"] = new JsonObject { ["id"] = "x", ["type"] = "Elsa.WriteLine" }
        }, publish: false);
        Assert.Equal(1, await files.Export(first));

        Assert.Empty(await files.Import(first));
        File.WriteAllText(Path.Combine(first, "flow.json"), DefinitionText.Of(Model("from git")));
        await world.Definitions.Save(Model("by hand"), publish: true);
        var saved = Assert.Single(await files.Import(first));
        Assert.True(saved.Definition.IsPublished);
        await files.Export(second);

        Assert.All(Directory.EnumerateFiles(first), path =>
            Assert.Equal(File.ReadAllText(path), File.ReadAllText(Path.Combine(second, Path.GetFileName(path)))));
        Assert.Contains("from git", (await world.Definitions.Find("flow", "Published"))!.Model.ToJsonString(), StringComparison.Ordinal);
        Assert.False((await world.Definitions.Find("draft-only"))!.IsPublished);
    }

    [StoreFact]
    public async Task A_folder_with_a_broken_file_is_not_imported_at_all()
    {
        var folder = FolderWith(Model("good"));
        File.WriteAllText(Path.Combine(folder, "zz-broken.json"), "{ not json");

        var error = await Assert.ThrowsAsync<DefinitionException>(() => world.Service<WorkflowFiles>().Import(folder));

        Assert.Equal("zz-broken.json", error.Field);
        Assert.Null(await world.Definitions.Find("flow"));
    }

    [StoreFact]
    public async Task A_second_editor_does_not_overwrite_the_first()
    {
        var read = DefinitionStore.RevisionOf((await world.Definitions.Save(Model("one"), publish: false)).Definition);
        await world.Definitions.Save(Model("theirs"), publish: false, expectedRevision: read);

        await Assert.ThrowsAsync<DefinitionConflictException>(() => world.Definitions.Save(Model("mine"), publish: true, expectedRevision: read));

        Assert.Contains("theirs", (await world.Definitions.Find("flow"))!.Model.ToJsonString(), StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_workflow_with_an_error_stays_a_draft_and_the_published_one_goes_on()
    {
        await world.Definitions.Save(Model("sound"), publish: true);
        var broken = Model("broken");
        broken["root"]!["activities"]![0]!["eventName"] = null;

        var saved = await world.Definitions.Save(broken, publish: true);

        Assert.Equal("wait", Assert.Single(saved.Errors).Node.Id);
        Assert.Equal((false, 2), (saved.Definition.IsPublished, saved.Definition.Version));
        Assert.Equal(1, (await world.Definitions.Find("flow", "Published"))!.Version);
        Assert.Single((await world.Definitions.Publish("flow"))!.Errors);
    }

    [StoreFact]
    public async Task Workflows_that_use_another_as_an_activity_follow_it_when_asked()
    {
        var part = (JsonObject)JsonNode.Parse("""{ "definitionId": "part", "name": "Part", "options": { "usableAsActivity": true }, "root": { "id": "say", "type": "Elsa.WriteLine", "version": 1 } }""")!;
        var first = (await world.Definitions.Save(part, publish: true)).Definition;
        await world.Definitions.Save((JsonObject)JsonNode.Parse($$"""{ "definitionId": "whole", "name": "Whole", "root": { "id": "part", "type": "Part", "version": 1, "workflowDefinitionId": "part", "workflowDefinitionVersionId": "{{first.Id}}" } }""")!, publish: true);
        var second = (await world.Definitions.Save(part, publish: true)).Definition;

        Assert.Equal(["Whole"], await world.Definitions.UpdateReferences(second));

        var whole = (await world.Definitions.Find("whole", "Published"))!;
        Assert.Equal((2, second.Id), (whole.Version, whole.Root!["workflowDefinitionVersionId"]!.ToString()));
        Assert.Empty(await world.Definitions.UpdateReferences(second));
    }

    [StoreFact]
    public async Task What_another_process_publishes_is_noticed()
    {
        await world.Definitions.Save(Model("here"), publish: true);
        world.Definitions.Compiled.Refresh();
        Assert.Equal(1, world.Definitions.Compiled.FindPublished("flow")!.Definition.Version);

        await using (var other = world.SecondProcess()) await other.Definitions.Save(Model("there"), publish: true);
        world.Definitions.Compiled.Refresh();

        Assert.Equal(2, world.Definitions.Compiled.FindPublished("flow")!.Definition.Version);
    }

    string FolderWith(JsonObject model)
    {
        var folder = Directory.CreateDirectory(Path.Combine(world.Folder, "workflows")).FullName;
        File.WriteAllText(Path.Combine(folder, "flow.json"), model.ToJsonString());
        return folder;
    }
}

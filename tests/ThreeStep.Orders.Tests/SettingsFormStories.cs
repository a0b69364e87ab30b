using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Thresholds;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Orders.Tests;

/// <summary>Thresholds are changed in a form: a version with a comment, within its range, whichever way it is saved.</summary>
public sealed class SettingsFormStories : IAsyncLifetime
{
    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    Task<SavedDefinition> Save(string id, string setting, JsonNode? value, string? comment = "why", bool? publish = null, string? revision = null) =>
        SaveSettings.Apply(world.Definitions, world.Store, id,
            new SettingsInput(new Dictionary<string, JsonNode?> { [setting] = value }, comment, publish, revision), "owner");

    static async Task<string> Refused(Task<SavedDefinition> save) => (await Assert.ThrowsAsync<RefusalException>(() => save)).Field!;

    async Task<string?> InForce(string id, string variable) =>
        (await world.Definitions.Find(id, "Published"))!.Variables.Single(each => each.Name == variable).Value?.ToString();

    [Fact]
    public void Every_threshold_of_the_shipped_workflows_is_marked_and_is_within_its_range()
    {
        foreach (var workflow in world.Definitions.Compiled.Published())
        {
            var definition = workflow.Definition;
            Assert.Empty(WorkflowSetting.Unreadable(definition));
            var marked = definition.Settings.Select(setting => setting.Variable).ToHashSet();
            Assert.DoesNotContain(definition.Variables, variable => variable.TypeName == "TimeSpan" && !marked.Contains(variable.Name));
            Assert.All(definition.Settings, setting =>
            {
                Assert.Null(SettingRules.Objection(setting, setting.ValueIn(definition)));
                Assert.False(SettingRules.HasUnreadableLimit(setting));
                Assert.Contains(" · ", setting.Name, StringComparison.Ordinal);
                Assert.Contains(" · ", setting.Explanation, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public async Task Saving_publishes_a_version_with_its_comment_and_new_instances_go_by_it()
    {
        var deal = await world.NewDeal();
        var saved = await Save("quiet-customer", "RemindRepAfter", "3 working days", "the rep hears of it sooner");

        Assert.True(saved.Definition.IsPublished);
        Assert.Equal(("3 working days", "the rep hears of it sooner"), (await InForce("quiet-customer", "RemindRepAfter"),
            world.Read(database => database.Definitions.Single(row => row.Id == saved.Definition.Id).Comment)));
        Assert.NotNull(deal);
    }

    [Theory]
    [InlineData("RemindRepAfter", "\"1 hour\"", "RemindRepAfter")]
    [InlineData("RemindRepAfter", "\"400 days\"", "RemindRepAfter")]
    [InlineData("RemindRepAfter", "null", "RemindRepAfter")]
    [InlineData("DealId", "\"x\"", "DealId")]
    [InlineData("RemindRepAfter", "\"7 days\"", "values")]
    public async Task What_is_out_of_range_no_setting_or_no_change_is_refused_and_nothing_is_kept(string setting, string value, string field)
    {
        Assert.Equal(field, await Refused(Save("quiet-customer", setting, JsonNode.Parse(value))));
        Assert.True((await world.Definitions.Find("quiet-customer"))!.IsPublished);
    }

    [Fact]
    public async Task Nothing_is_published_without_a_comment_or_along_with_somebodys_draft()
    {
        Assert.Equal("comment", await Refused(Save("quiet-customer", "RemindRepAfter", "3 days", comment: " ")));
        var draft = await Save("quiet-customer", "RemindRepAfter", "3 days", comment: null, publish: false);
        Assert.Equal("publish", await Refused(Save("quiet-customer", "ManagerTaskAfter", "4 days")));
        Assert.Equal("revision", await Refused(Save("quiet-customer", "ManagerTaskAfter", "4 days", publish: false, revision: "another")));

        var both = await Save("quiet-customer", "ManagerTaskAfter", "4 days", publish: false,
            revision: DefinitionStore.RevisionOf(draft.Definition));

        Assert.Equal(["3.00:00:00", "4.00:00:00"], both.Definition.Variables.Where(each => each.Name is "RemindRepAfter" or "ManagerTaskAfter")
            .Select(each => each.Value!.ToString()));
        Assert.Equal("7.00:00:00", await InForce("quiet-customer", "RemindRepAfter"));
    }

    [Fact]
    public async Task The_designer_and_imports_keep_the_range_too()
    {
        var model = (JsonObject)(await world.Definitions.Find("quiet-customer"))!.Model.DeepClone();
        model["variables"]!.AsArray().Single(each => each!["name"]!.ToString() == "RemindRepAfter")!["value"] = "00:05:00";

        var saved = await world.Definitions.Save(model, publish: true, by: "owner");

        Assert.False(saved.Definition.IsPublished);
        Assert.Contains("RemindRepAfter", Assert.Single(saved.Errors).Text(text => text), StringComparison.Ordinal);
        Assert.Equal("7.00:00:00", await InForce("quiet-customer", "RemindRepAfter"));
    }

    [Fact]
    public async Task A_table_is_edited_by_rows_which_mean_what_they_meant()
    {
        var gift = JsonNode.Parse("""[{ "below": 800, "approvers": [] }, { "approvers": ["Manager"], "within": "1 working day" }]""");
        await Save("approval-request", "Tables.Gift", gift);
        var tables = JsonNode.Parse((await InForce("approval-request", "Tables"))!)!;
        Assert.Equal(800, tables["Gift"]![0]!["below"]!.GetValue<int>());
        Assert.Equal("Manager", tables["Other"]![0]!["approvers"]![0]!.ToString());

        var unsorted = JsonNode.Parse("""[{ "approvers": ["Manager"], "within": "1 day" }, { "below": 5, "approvers": [] }]""");
        Assert.Equal("Tables.Gift", await Refused(Save("approval-request", "Tables.Gift", unsorted)));
        Assert.Equal("BudgetTable", await Refused(Save("marketing-campaign", "BudgetTable", JsonNode.Parse("""[{ "below": 5, "approvers": [] }]"""))));
    }

    [Fact]
    public async Task A_second_persons_yes_is_asked_for_here_as_well()
    {
        await world.Change(change => change.Database.Add(new User { Id = "owner-2", Name = "owner-2", Role = Role.ProcessOwner }));
        await world.Do("admin", change => ChangeCompany.Apply(change, new CompanyInput { PublishingNeedsYes = true }));

        var saved = await Save("quiet-customer", "RemindRepAfter", "3 days");

        Assert.NotNull(saved.HeldBack);
        Assert.Equal("7.00:00:00", await InForce("quiet-customer", "RemindRepAfter"));
    }
}

using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

public sealed class DefinitionTests
{
    [Fact]
    public void Properties_we_do_not_know_survive()
    {
        var source = Sequence(Step("WriteLine", "say", ("text", Literal("hi")),
            ("futureThing", new JsonObject { ["deep"] = new JsonArray(1, null, "三") })));
        source["vendorExtension"] = new JsonObject { ["kept"] = true };
        var before = source.ToJsonString();

        var definition = new WorkflowDefinition("v1", "test", 1, true, true, DateTimeOffset.UnixEpoch, source);
        new WorkflowCompiler(new ActivityRegistry(), new WorkflowStory((JsonObject)source.DeepClone())).Compile(definition);

        Assert.Equal(before, definition.Model.ToJsonString());
    }

    [Theory]
    [InlineData("Input Output Logging 3 - Child", "InputOutputLogging3-Child")]
    [InlineData("Deal approval", "DealApproval")]
    [InlineData("deal_approval.v2", "DealApproval.v2")]
    [InlineData("商机 审批", "商机审批")]
    public void A_workflow_used_as_an_activity_is_named_as_Elsa_names_it(string name, string expected) =>
        Assert.Equal(expected, new WorkflowDefinition("v1", "test", 1, true, true, DateTimeOffset.UnixEpoch,
            new JsonObject { ["name"] = name }).ActivityTypeName);

    [Fact]
    public void Variables_have_types_and_scopes()
    {
        var inner = Step("Sequence", "inner",
            ("variables", new JsonArray(new JsonObject { ["id"] = "x-inner", ["name"] = "X", ["typeName"] = "Int32", ["value"] = "5" })),
            ("activities", new JsonArray(
            Set("set", "X", Literal("6")), Step("WriteLine", "in", ("text", Js("`${typeof getX()} ${getX()}`"))))));
        inner["activities"]![0]!["variable"] = new JsonObject { ["id"] = "x-inner", ["name"] = "X" };
        var story = new WorkflowStory(Sequence(inner, Step("WriteLine", "out", ("text", Js("`${typeof getX()} ${getX()}`"))))
            .With(("X", "String", "outer"))).Start();

        Assert.Equal(["number 6", "string outer"], story.Lines);
    }

    [Fact]
    public void A_value_that_does_not_fit_its_type_is_an_incident()
    {
        var story = new WorkflowStory(Sequence(Set("set", "N", Literal("not a number"))).With(("N", "Int32", 0))).Start();

        Assert.Equal(InstanceSubStatus.Faulted, story.Status);
        Assert.Equal("set", story.State.Incidents.Single().ActivityId);
    }

    [Fact]
    public void Start_triggers_are_found_with_their_names_and_times()
    {
        var wait = Wait("deal-created");
        wait["canStartWorkflow"] = true;
        var cron = Step("Cron", "nightly", ("cronExpression", Literal("0 0 2 * * ?")), ("canStartWorkflow", true));
        var story = new WorkflowStory(Flowchart([wait, cron, Line("go")], "deal-created -> go", "nightly -> go"));
        var definition = new WorkflowDefinition("v1", "test", 1, true, true, DateTimeOffset.UnixEpoch,
            Flowchart([(JsonObject)wait.DeepClone(), (JsonObject)cron.DeepClone()]));
        var workflow = new WorkflowCompiler(new ActivityRegistry(), story).Compile(definition);

        var triggers = Burst.FindTriggers(workflow, new BurstEnvironment(story.Now, new CountingIds(), new NoRecords(), story));

        Assert.Equal(["deal-created", "nightly"], triggers.Select(trigger => trigger.Node.Id));
        Assert.Equal(Event.HashOf("deal-created"), triggers[0].Trigger.Hash);
        Assert.True(triggers[1].Trigger.DueAt > story.Now);
    }
}

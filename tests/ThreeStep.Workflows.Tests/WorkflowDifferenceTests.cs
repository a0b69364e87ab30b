using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Tests;

/// <summary>What somebody reads who is asked to agree to a change of a workflow.</summary>
public sealed class WorkflowDifferenceTests
{
    static bool Open(string type, string input) => false;

    [Fact]
    public void That_a_secret_has_changed_is_told_and_not_what_it_is()
    {
        static JsonObject Calls(string token) => Model($$"""
            { "id": "call", "name": "Call", "type": "Elsa.SendHttpRequest", "version": 1, "authorization": { "typeName": "String",
              "expression": { "type": "Literal", "value": "{{token}}" } } }
            """);

        var change = Assert.Single(WorkflowDifference.Of(Calls("Bearer one"), Calls("Bearer two"), new ActivityRegistry().IsSecret));

        Assert.Equal(("authorization", "•••", "•••"), (change.Detail, change.Before, change.After));
    }

    static JsonObject Model(string activities, string connections = "", string variables = "") => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "d", "name": "D", "variables": [{{variables}}], "options": { "autoUpdateConsumingWorkflows": false },
          "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "activities": [{{activities}}], "connections": [{{connections}}] } }
        """)!;

    static string Step(string id, string name, string after) => $$"""
        { "id": "{{id}}", "type": "ThreeStep.Remind", "version": 1,
          "metadata": { "displayText": "{{name}}", "designer": { "position": { "x": {{id.Length}} } } },
          "after": { "typeName": "String", "expression": { "type": "Literal", "value": "{{after}}" } } }
        """;

    static string Arrow(string from, string to, string port = "Done") =>
        $$"""{ "source": { "activity": "{{from}}", "port": "{{port}}" }, "target": { "activity": "{{to}}" } }""";

    [Fact]
    public void What_is_the_same_says_nothing() =>
        Assert.Equal("—", WorkflowDifference.Text(Model(Step("a", "Remind", "7 days")), Model(Step("a", "Remind", "7 days")), Open));

    [Fact]
    public void Where_steps_stand_does_not_count()
    {
        var moved = Model(Step("a", "Remind", "7 days"));
        moved["root"]!["activities"]![0]!["metadata"]!["designer"]!["position"]!["x"] = 900;
        Assert.Empty(WorkflowDifference.Of(Model(Step("a", "Remind", "7 days")), moved, Open));
    }

    [Fact]
    public void Changed_new_and_removed_steps_arrows_and_variables_are_named()
    {
        var before = Model($"{Step("a", "Remind", "7 days")},{Step("b", "Escalate", "1 day")}", Arrow("a", "b", "Silent"),
            """{ "name": "Limit", "value": 5 }""");
        var after = Model($"{Step("a", "Remind", "5 working days")},{Step("c", "Ask", "1 day")}", Arrow("a", "c", "Silent"),
            """{ "name": "Limit", "value": 6 }, { "name": "New" }""");
        Assert.Equal(
        [
            "~ variable Limit “5” → “6”", "+ variable New", "~ Remind: after “7 days” → “5 working days”", "+ Ask", "− Escalate",
            "+ Remind (Silent) → Ask", "− Remind (Silent) → Escalate",
        ], WorkflowDifference.Of(before, after, Open).Select(change => change.ToString()));
    }

    [Fact]
    public void A_step_that_is_only_called_otherwise_has_the_arrows_it_had()
    {
        var (before, after) = (Step("a", "Remind", "1 day"), Step("a", "Remind them", "1 day"));
        var change = Assert.Single(WorkflowDifference.Of(Model($"{before},{Step("b", "B", "1 day")}", Arrow("a", "b")),
            Model($"{after},{Step("b", "B", "1 day")}", Arrow("a", "b")), Open));
        Assert.Equal("~ Remind → Remind them", change.ToString());
    }

    [Fact]
    public void A_new_workflow_is_all_new() =>
        Assert.Equal(["~ name – → “D”", "+ flow", "+ Remind"],
            WorkflowDifference.Of(null, Model(Step("a", "Remind", "7 days")), Open).Select(change => change.ToString()));

    [Fact]
    public void A_long_difference_says_how_much_is_left_out()
    {
        var many = string.Join(',', Enumerable.Range(0, 200).Select(index => Step($"s{index}", $"A step with quite a long name {index}", "1 day")));
        var text = WorkflowDifference.Text(Model(""), Model(many), Open);
        Assert.True(text.Length < 1_900);
        Assert.Matches(@"… \+\d+$", text);
    }
}

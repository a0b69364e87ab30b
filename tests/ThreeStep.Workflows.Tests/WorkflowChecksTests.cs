using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

/// <summary>What is said before a workflow is published: the activity, what is wrong, and what to do.</summary>
public sealed class WorkflowChecksTests
{
    static IReadOnlyList<Finding> Findings(JsonObject model, params JsonObject[] others) => new WorkflowStory(model, others).Findings;

    static void Says(JsonObject model, Severity severity, string activityId, string message)
    {
        var finding = Assert.Single(Findings(model));
        Assert.Equal((severity, activityId, message), (finding.Severity, finding.Node.Id, finding.Message));
    }

    [Fact]
    public void A_sound_workflow_has_no_findings() =>
        Assert.Empty(Findings(Flowchart([Step("Start", "start"), Step("FlowDecision", "large", ("condition", Js("getAmount() > 10"))), Line("yes"),
            Line("no")], "start -> large", "large:True -> yes", "large:False -> no").With(("Amount", "Int32", 1))));

    [Fact]
    public void An_activity_no_arrow_leads_to() =>
        Says(Flowchart([Step("Start", "start"), Line("a"), Line("alone")], "start -> a"), Severity.Warning, "alone", Messages.Unreachable);

    [Fact]
    public void An_unknown_type() =>
        Says(Flowchart([Step("Start", "start"), Step("Acme.Rocket", "rocket")], "start -> rocket"), Severity.Error, "rocket", Messages.UnknownType);

    /// <summary>Elsa publishes it too; the sentence says what becomes of each instance that gets there.</summary>
    [Fact]
    public void A_type_of_a_module_of_Elsas_that_is_not_here()
    {
        var model = Flowchart([Step("Start", "start"), Step("RunCSharp", "code")], "start -> code");

        Says(model, Severity.Warning, "code", Messages.MissingModule);
        Assert.Contains("every instance that gets here stops with an incident", Findings(model)[0].Text(english => english),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_arrow_from_an_outcome_that_is_not_there()
    {
        var model = Flowchart([Step("FlowDecision", "large", ("condition", Js("true"))), Line("yes")],
            "large:True -> yes", "large:False -> yes", "large:Maybe -> yes");

        Says(model, Severity.Warning, "large", Messages.UnknownOutcome);
        Assert.Equal("large: An arrow leaves from the outcome Maybe, which this activity does not have. Draw it again from one of: True, False.",
            Findings(model)[0].Text(english => english));
    }

    [Fact]
    public void An_arrow_to_nowhere() =>
        Says(Flowchart([Step("Start", "start")], "start -> gone"), Severity.Warning, "start", Messages.DanglingConnection);

    [Fact]
    public void Two_activities_of_one_id() =>
        Assert.Contains(Findings(Flowchart([Line("a"), Line("a")])), finding => finding is { Severity: Severity.Error, Message: Messages.SameId });

    [Fact]
    public void A_script_that_does_not_parse()
    {
        var finding = Assert.Single(Findings(Sequence(Step("WriteLine", "say", ("text", Js("const a = 1;\nconst = 2;"))))));

        Assert.Equal((Severity.Error, Messages.ScriptDoesNotParseInLine, 2), (finding.Severity, finding.Message, finding.Values[1]));
    }

    [Fact]
    public void A_template_that_does_not_parse() =>
        Says(Sequence(Step("WriteLine", "say", ("text", Liquid("{% if a %}")))), Severity.Error, "say", Messages.ScriptDoesNotParse);

    [Fact]
    public void A_condition_in_a_case_is_looked_at_too()
    {
        var cases = new JsonArray(new JsonObject
        {
            ["label"] = "big",
            ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "1 +" }
        });

        Assert.Contains(Findings(Flowchart([Step("FlowSwitch", "which", ("cases", cases)), Line("a")], "which:big -> a")), finding =>
            finding is { Severity: Severity.Error } && finding.Node.Id == "which");
    }

    [Fact]
    public void A_misspelt_variable_in_a_script()
    {
        var finding = Assert.Single(Findings(Sequence(Step("WriteLine", "say",
            ("text", Js("function getOwn() { return 1; } getOwn() + getAmuont() + getAmount() + getCorrelationId()"))))
            .With(("Amount", "Int32", 1))));

        Assert.Equal((Messages.UnknownFunction, "getAmuont"), (finding.Message, finding.Values[1]));
    }

    [Fact]
    public void A_variable_that_is_not_there() =>
        Says(Sequence(Set("set", "Nowhere", Literal("1"))), Severity.Error, "set", Messages.UnknownVariable);

    [Fact]
    public void A_circle_without_a_wait()
    {
        Says(Flowchart([Line("a"), Line("b")], "a -> b", "b -> a"), Severity.Error, "a", Messages.EndlessLoop);
        Says(
            Flowchart([Line("a"), Step("FlowDecision", "again", ("condition", Js("true"))), Line("on")], "a -> again", "again:True -> a",
                "again:False -> on"),
            Severity.Warning, "a", Messages.LoopWithoutWait);
        Assert.Empty(Findings(Flowchart([Line("a"), Step("Delay", "pause", ("timeSpan", Literal("1 h")))], "a -> pause", "pause -> a")));
    }

    [Fact]
    public void A_child_workflow_that_is_not_there()
    {
        var model = Sequence(Step("ExecuteWorkflow", "child", ("workflowDefinitionId", Literal("other"))));

        Says(model, Severity.Error, "child", Messages.ValueRefused);
        Assert.Equal("child: Workflow Definition: There is no workflow other. Choose another, or create it first.",
            Findings(model)[0].Text(english => english));
        Assert.Empty(Findings(model, new JsonObject { ["definitionId"] = "other", ["name"] = "Other", ["root"] = Line("x") }));
    }

    [Fact]
    public void A_workflow_of_thousands_of_activities_is_checked()
    {
        var lines = Enumerable.Range(0, 3000).Select(number => Line($"l{number}")).ToArray();

        Assert.Empty(Findings(Flowchart(lines, Enumerable.Range(1, 2999).Select(number => $"l{number - 1} -> l{number}").ToArray())));
    }
}

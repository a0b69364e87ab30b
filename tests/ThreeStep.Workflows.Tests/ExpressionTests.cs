using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

public sealed class ExpressionTests
{
    static string Say(JsonNode text, object? input = null, params (string, string, object?)[] variables)
    {
        var story = new WorkflowStory(Sequence(Step("WriteLine", "say", ("text", text))).With(variables)).Start(input);
        Assert.True(story.State.Incidents.Count == 0, story.State.Incidents.FirstOrDefault()?.Message);
        return story.Lines.Single();
    }

    static Incident Fail(string code)
    {
        var story = new WorkflowStory(Sequence(Step("WriteLine", "say", ("text", Js(code))))).Start();
        return Assert.Single(story.State.Incidents);
    }

    [Fact]
    public void JavaScript_and_Liquid_see_variables_and_inputs()
    {
        Assert.Equal("张伟 42", Say(Js("`${getRep()} ${getInput('Amount')}`"), new { Amount = 42 }, ("Rep", "String", "张伟")));
        Assert.Equal("张伟 42", Say(Liquid("{{ Variables.Rep }} {{ Input.Amount }}"), new { Amount = 42 }, ("Rep", "String", "张伟")));
    }

    [Fact]
    public void Literal_and_variable_need_no_script()
    {
        Assert.Equal("{{ as it is }}", Say(Literal("{{ as it is }}")));
        var reference = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = "Rep", ["name"] = "Rep" } } };
        Assert.Equal("李娜", Say(reference, null, ("Rep", "String", "李娜")));
    }

    [Theory]
    [InlineData("while (true) {}", "stopped")]
    [InlineData("const f = () => f(); f()", "")]
    [InlineData("let s = 'x'; while (true) s += s", "")]
    public void A_script_that_does_not_end_is_stopped(string code, string message) => Assert.Contains(message, Fail(code).Message, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("importNamespace('System.IO')")]
    [InlineData("require('fs')")]
    [InlineData("process.env")]
    [InlineData("getInput.constructor.constructor('return process')()")]
    [InlineData("fetch('http://127.0.0.1')")]
    public void A_script_reaches_nothing_outside(string code) => Assert.Equal("Text", Fail(code).Property);

    [Fact]
    public void A_script_sees_the_time_of_the_burst() => Assert.Equal("2026-03-02T01:00:00.000Z", Say(Js("new Date().toISOString()")));

    [Fact]
    public void Scripts_do_not_leak_into_each_other()
    {
        var story = new WorkflowStory(Sequence(Step("WriteLine", "a", ("text", Js("globalThis.secret = 'x'; 'set'"))), Step("WriteLine", "b", ("text", Js("typeof globalThis.secret"))))).Start();

        Assert.Equal(["set", "undefined"], story.Lines);
    }

    [Fact]
    public void What_does_not_parse_is_told_with_its_line()
    {
        var error = Assert.Throws<ExpressionException>(() => JavaScript.Check("let a = 1;\nlet b = ;"));
        Assert.Equal(2, error.Line);
        Assert.Throws<ExpressionException>(() => Expressions.Liquid.Check("{% if %}"));
    }
}

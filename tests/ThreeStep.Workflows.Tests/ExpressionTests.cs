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
    public void What_comes_from_outside_is_data_whatever_its_fields_are_called() =>
        Assert.Equal("undefined __proto__", Say(Js("`${getInput('Order').isPaid} ${Object.keys(getInput('Order'))}`"),
            new { Order = JsonNode.Parse("""{ "__proto__": { "isPaid": true } }""") }));

    [Fact]
    public void Literal_and_variable_need_no_script()
    {
        Assert.Equal("{{ as it is }}", Say(Literal("{{ as it is }}")));
        var reference = new JsonObject
        {
            ["typeName"] = "String",
            ["expression"] = new JsonObject { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = "Rep", ["name"] = "Rep" } }
        };
        Assert.Equal("李娜", Say(reference, null, ("Rep", "String", "李娜")));
    }

    [Theory]
    [InlineData("while (true) {}", "stopped")]
    [InlineData("const f = () => f(); f()", "")]
    [InlineData("let s = 'x'; while (true) s += s", "")]
    public void A_script_that_does_not_end_is_stopped(string code, string message) =>
        Assert.Contains(message, Fail(code).Message, StringComparison.OrdinalIgnoreCase);

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
        var story = new WorkflowStory(Sequence(Step("WriteLine", "a", ("text", Js("globalThis.secret = 'x'; 'set'"))),
            Step("WriteLine", "b", ("text", Js("typeof globalThis.secret"))))).Start();

        Assert.Equal(["set", "undefined"], story.Lines);
    }

    [Fact]
    public void A_declared_input_has_its_function_whether_it_is_given_or_not()
    {
        var model = Sequence(Step("WriteLine", "say", ("text", Js("`${getSeed()} ${getTheLimit()} ${getGivenAllTheSame()}`"))));
        model["inputs"] = new JsonArray(new JsonObject { ["name"] = "Seed", ["type"] = "String" },
            new JsonObject { ["name"] = "the limit", ["type"] = "Int32" });

        Assert.Equal(["null null yes"], new WorkflowStory(model).Start(new { GivenAllTheSame = "yes" }).Lines);
        Assert.Equal(["x 5 yes"],
            new WorkflowStory(model).Start(new Dictionary<string, object> { ["Seed"] = "x", ["the limit"] = 5, ["GivenAllTheSame"] = "yes" }).Lines);
    }

    [Fact]
    public void A_script_gets_an_output_by_the_names_of_activity_and_output()
    {
        var story = new WorkflowStory(Sequence(
            Step("For", "count", ("start", Literal("1")), ("end", Literal("3"))),
            Step("WriteLine", "say", ("text", Js("`last ${getCurrentValueFromCount()}`"))))).Start();

        Assert.Equal(["last 3"], story.Lines);
        Assert.DoesNotContain(story.Findings, finding => finding.Message == Model.Messages.UnknownFunction);
    }

    [Fact]
    public void A_script_gets_the_output_of_a_workflow_that_is_used_as_an_activity()
    {
        var sum = Sequence(Step("SetOutput", "set", ("outputName", Literal("Total sum")), ("outputValue", Js("getA() + 1"))));
        (sum["definitionId"], sum["name"], sum["options"]) = ("sum", "Sum up", new JsonObject { ["usableAsActivity"] = true });
        sum["inputs"] = new JsonArray(new JsonObject { ["name"] = "A", ["type"] = "Int32" });
        sum["outputs"] = new JsonArray(new JsonObject { ["name"] = "Total sum", ["type"] = "Int32" });
        var use = Step("SumUp", "from here", ("a", Js("41")));
        use["type"] = "SumUp";
        var model = Sequence(use, Step("WriteLine", "say", ("text", Js("`${getTotalSumFromFromHere()}`"))));

        var story = new WorkflowStory(model, [sum]).Start();

        Assert.Empty(story.State.Incidents);
        Assert.Equal(["42"], story.Lines);
    }

    [Theory]
    [InlineData("(async () => { const n = await Promise.resolve(20); return n + 1; })()", "21")]
    [InlineData("Promise.all([1, 2].map(async n => n * 2)).then(list => list.join())", "2,4")]
    [InlineData("const later = async () => { setRep('李娜'); return getRep(); }; later()", "李娜")]
    public void A_promise_is_awaited(string code, string expected) => Assert.Equal(expected, Say(Js(code), null, ("Rep", "String", "张伟")));

    [Theory]
    [InlineData("(async () => { throw new Error('no answer'); })()", "no answer")]
    [InlineData("(async () => { while (true) await 0; })()", "stopped")]
    [InlineData("new Promise(() => {})", "never")]
    public void A_promise_that_is_broken_or_never_kept_is_an_incident(string code, string message) =>
        Assert.Contains(message, Fail(code).Message, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("stringToBase64('瑞丰')", "55Ge5Liw")]
    [InlineData("stringFromBase64('55Ge5Liw')", "瑞丰")]
    [InlineData("bytesToString(bytesFromString('瑞丰'))", "瑞丰")]
    [InlineData("bytesToBase64(bytesFromString('瑞丰'))", "55Ge5Liw")]
    [InlineData("bytesToString(bytesFromBase64('55Ge5Liw'))", "瑞丰")]
    [InlineData("bytesFromString('瑞丰').length.toString()", "6")]
    [InlineData("bytesToString([65, 66])", "AB")]
    [InlineData("streamToBase64(streamToBytes('55Ge5Liw'))", "55Ge5Liw")]
    [InlineData("bytesFromString('瑞丰')", "55Ge5Liw")]
    public void Bytes_go_by_the_names_of_Elsa(string code, string expected) => Assert.Equal(expected, Say(Js(code)));

    [Theory]
    [InlineData("bytesFromBase64('%%%')", "Base64")]
    [InlineData("bytesToString([256])", "256")]
    public void What_is_no_bytes_is_told(string code, string message) => Assert.Contains(message, Fail(code).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ '2026-03-02T09:05:00+08:00' | date: '%d.%m.%Y %H:%M' }}", "02.03.2026 09:05")]
    [InlineData("{{ Variables.Due | date: '%Y年%-m月%-d日' }}", "2026年4月1日")]
    [InlineData("{{ 'now' | date: '%Y-%m-%d' }} {{ Now | date: '%H:%M' }}", "2026-03-02 01:00")]
    [InlineData("{{ 0 | date: '%s %F' }}", "0 1970-01-01")]
    [InlineData("{{ Variables.Due | date: 'yyyy-MM-dd' }}", "2026-04-01")]
    [InlineData("[{{ Variables.None | date: '%d.%m.%Y' }}]", "[]")]
    [InlineData("[{{ '' | date: '%d.%m.%Y' }}]", "[]")]
    [InlineData("{{ 'tomorrow' | date: '%d.%m.%Y' }}", "tomorrow")]
    public void Liquid_writes_dates_as_everywhere(string template, string expected) =>
        Assert.Equal(expected, Say(Liquid(template), null, ("Due", "DateTimeOffset", "2026-04-01T00:00:00Z"), ("None", "DateTimeOffset", null)));

    [Theory]
    [InlineData("{% for a in (1..99999) %}{% for b in (1..99999) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for a in (1..1000000) %}{{ a }}{% endfor %}")]
    public void A_template_that_does_not_end_is_stopped(string template)
    {
        var story = new WorkflowStory(Sequence(Step("WriteLine", "say", ("text", Liquid(template))))).Start();

        Assert.Equal("Text", Assert.Single(story.State.Incidents).Property);
    }

    [Fact]
    public void Liquid_has_the_names_and_filters_of_Elsa()
    {
        const string Template =
            "{{ WorkflowInstanceId }} {{ CorrelationId }} {{ WorkflowDefinitionId }} {{ WorkflowDefinitionVersionId }} {{ WorkflowDefinitionVersion }} " +
            "{{ Input.Order | json }} {{ Input.Order | keys | join: '+' }} {{ 'a' | base64 }} {{ Input.Order.lines.size }} {{ Variables.Rep }}";
        var story = new WorkflowStory(Sequence(Step("WriteLine", "say", ("text", Liquid(Template)))).With(("Rep", "String", "张伟")));

        story.Start(new { Order = new { name = "瑞丰", lines = new[] { 1, 2 } } }, "D-1");

        Assert.Equal(["instance D-1 test version 1 1 {\"name\":\"瑞丰\",\"lines\":[1,2]} name+lines YQ== 2 张伟"], story.Lines);
    }

    [Fact]
    public void What_does_not_parse_is_told_with_its_line()
    {
        var error = Assert.Throws<ExpressionException>(() => JavaScript.Check("let a = 1;\nlet b = ;"));
        Assert.Equal(2, error.Line);
        Assert.Throws<ExpressionException>(() => Expressions.Liquid.Check("{% if %}"));
    }
}

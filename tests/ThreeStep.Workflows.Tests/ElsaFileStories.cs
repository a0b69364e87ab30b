using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

/// <summary>Ways of writing that stand in files of Elsa's own, of its earliest versions too.</summary>
public sealed class ElsaFileStories
{
    static JsonObject BoundTo(string target) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = target } };

    static JsonObject Script(string id, string code, string target) =>
        Step("RunJavaScript", id, ("script", Literal(code)), ("result", BoundTo(target)));

    static JsonArray Named(string name) => [new JsonObject { ["name"] = name, ["type"] = "Object" }];

    /// <summary>A workflow named Sum that adds two inputs and hands the sum on as the script's bound output.</summary>
    static JsonObject Sum()
    {
        var sum = Sequence(Script("add", "getA() + getB()", "Result"));
        (sum["definitionId"], sum["name"], sum["usableAsActivity"]) = ("sum", "Sum", true);
        (sum["inputs"], sum["outputs"]) = (new JsonArray([.. Named("A").Select(Copy), .. Named("B").Select(Copy)]), Named("Result"));
        return sum;
    }

    static JsonNode? Copy(JsonNode? node) => node?.DeepClone();

    static JsonObject Use(string target)
    {
        var use = Step("Sum", "use", ("a", Literal("4")), ("b", Js("5")), ("result", BoundTo(target)));
        use["type"] = "Sum";
        return use;
    }

    [Fact]
    public void An_output_bound_to_the_name_of_an_output_of_the_workflow_becomes_that()
    {
        var model = Sequence(Script("say", "return 'Foo'", "Output1"));
        model["outputs"] = Named("Output1");
        var story = new WorkflowStory(model).Start();

        Assert.Equal("Foo", story.State.Output["Output1"]?.ToString());
        Assert.Empty(story.Findings);
    }

    [Fact]
    public void A_variable_of_the_workflow_goes_before_an_output_of_the_same_name()
    {
        var model = Sequence(Script("set", "return 'Foo'", "Same"), Step("WriteLine", "say", ("text", Js("getSame()"))))
            .With(("Same", "Object", null));
        model["outputs"] = Named("Same");
        var story = new WorkflowStory(model).Start();

        Assert.Equal(["Foo"], story.Lines);
        Assert.Empty(story.State.Output);
    }

    [Fact]
    public void A_workflow_used_as_an_activity_hands_on_what_its_steps_are_bound_to()
    {
        var parent = Sequence(Use("Total"), Step("WriteLine", "say", ("text", Js("`Result: ${getTotal()}`")))).With(("Total", "Int32", 0));
        var story = new WorkflowStory(parent, [Sum()]).Start();
        Assert.Equal(["Result: 45"], story.Lines);

        var bound = Sequence(Use("Sum"));
        bound["outputs"] = Named("Sum");
        Assert.Equal("45", new WorkflowStory(bound, [Sum()]).Start().State.Output["Sum"]?.ToString());
    }

    [Fact]
    public void What_is_bound_to_something_that_is_not_there_is_told() =>
        Assert.Equal(Messages.UnknownVariable, Assert.Single(new WorkflowStory(Sequence(Script("say", "1", "Gone"))).Findings).Message);

    [Theory]
    [InlineData("ForEach", "`${getCurrentIndex()} ${getCurrentValue()}`")]
    [InlineData("ParallelForEach", "`${getCurrentIndex()} ${getCurrentValue()}`")]
    [InlineData("ParallelForEach", "getVariable('CurrentIndex') + ' ' + getVariable('CurrentValue')")]
    public void What_a_loop_gives_its_body_is_known_there(string loop, string script)
    {
        var story = new WorkflowStory(Sequence(Step(loop, "each", ("items", Js("['Apple', 'Cherry']")),
            ("body", Step("WriteLine", "fruit", ("text", Js(script))))))).Start();

        Assert.Empty(story.Findings);
        Assert.Equal(["0 Apple", "1 Cherry"], story.Lines);
    }

    [Fact]
    public void Outside_of_the_loop_it_is_not() =>
        Assert.Contains(new WorkflowStory(Sequence(Step("ForEach", "each", ("items", Js("[1]")), ("body", Line("in"))),
            Step("WriteLine", "after", ("text", Js("getCurrentValue()"))))).Findings,
            finding => finding is { Severity: Severity.Error, Message: Messages.UnknownFunction, Node.Id: "after" });

    [Theory]
    [InlineData("\"b\"")]
    [InlineData("{ \"id\": \"b\", \"type\": \"Elsa.WriteLine\" }")]
    public void A_flowchart_begins_where_it_was_told_to(string start)
    {
        var model = Flowchart([Line("a"), Line("b")]);
        model["root"]!["start"] = JsonNode.Parse(start);

        Assert.Equal(["b"], new WorkflowStory(model).Start().Lines);
    }
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Workflows.Tests;

/// <summary>Which steps a drawing of two versions marks.</summary>
public sealed class StepMarkTests
{
    static JsonObject Flow(params string[] steps) =>
        (JsonObject)JsonNode.Parse($$"""{ "root": { "id": "flow", "type": "Elsa.Flowchart", "activities": [ {{string.Join(',', steps)}} ] } }""")!;

    static string Line(string id, string text, int x = 0) =>
        $$"""{ "id": "{{id}}", "type": "Elsa.WriteLine", "text": "{{text}}", "metadata": { "designer": { "position": { "x": {{x}} } } } }""";

    [Fact]
    public void Steps_that_came_went_changed_or_stand_elsewhere_are_marked_and_others_not()
    {
        var marks = StepMarks.Of(Flow(Line("same", "a"), Line("gone", "b"), Line("text", "c"), Line("place", "d")),
            Flow(Line("same", "a"), Line("new", "b"), Line("text", "C", 9), Line("place", "d", 9)));

        Assert.Equal(new Dictionary<string, StepMark>
        {
            ["gone"] = StepMark.Removed,
            ["new"] = StepMark.Added,
            ["text"] = StepMark.Changed,
            ["place"] = StepMark.Moved
        }.OrderBy(mark => mark.Key), marks.OrderBy(mark => mark.Key));
    }

    [Fact]
    public void A_change_inside_of_a_step_is_marked_at_the_inner_one_alone()
    {
        string Holder(string text) => $$"""{ "id": "part", "type": "Elsa.Flowchart", "activities": [ {{Line("inner", text)}} ] }""";

        var mark = Assert.Single(StepMarks.Of(Flow(Holder("a")), Flow(Holder("b"))));

        Assert.Equal(("inner", StepMark.Changed), (mark.Key, mark.Value));
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;
using ThreeStep.Testing;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Orders.Tests;

/// <summary>Forms as they are written at a step.</summary>
public sealed class TaskFormTests
{
    [Theory]
    [InlineData("""{ "key": "a" }""", "list of fields")]
    [InlineData("""[{ "key": "a" }]""", "no kind")]
    [InlineData("""[{ "kind": "Text" }]""", "no key")]
    [InlineData("""[7]""", "no field")]
    [InlineData("""[{ "key": "a b", "kind": "Text" }]""", "no key")]
    [InlineData("""[{ "key": "note", "kind": "Text" }]""", "output of that name")]
    [InlineData("""[{ "key": "a", "kind": "Colour" }]""", "no kind")]
    [InlineData("""[{ "key": "a", "kind": "Text" }, { "key": "A", "kind": "Date" }]""", "Two fields")]
    [InlineData("""[{ "key": "a", "kind": "Choice" }]""", "without options")]
    [InlineData("""[{ "key": "a", "kind": "Choice", "options": ["x", "X"] }]""", "twice")]
    [InlineData("""[{ "key": "a", "kind": "Number", "min": 5, "max": 4 }]""", "larger")]
    [InlineData("""[{ "key": "a", "kind": "Number", "min": "five" }]""", "no limit")]
    [InlineData("""[{ "key": "a", "kind": "Date", "max": "2026-02-30" }]""", "no limit")]
    [InlineData("""[{ "key": "a", "kind": "Text", "max": 501 }]""", "no limit")]
    [InlineData("""[{ "key": "a", "kind": "Number", "decimals": 9 }]""", "decimals")]
    [InlineData("""[{ "key": "a", "kind": "Money", "unit": "Taler" }]""", "no currency")]
    [InlineData("""[{ "key": "a", "kind": "Record" }]""", "of which kind")]
    [InlineData("""[{ "key": "a", "kind": "Person", "role": "Pope" }]""", "no role")]
    [InlineData("""[{ "key": "a", "kind": "Text", "requierd": true }]""", "requierd")]
    [InlineData("""[{ "key": "a", "kind": "Text", "required": "perhaps" }]""", "true or false")]
    [InlineData("""[{ "key": "a", "kind": "Text", "onlyIf": { "field": "b", "is": true } }]""", "onlyIf")]
    [InlineData("""[{ "key": "b", "kind": "YesNo" }, { "key": "a", "kind": "Text", "onlyIf": { "field": "b", "is": "red" } }]""", "must be one of")]
    [InlineData("""[{ "key": "a", "kind": "Text" """, "JSON")]
    public void A_form_that_is_none_is_found_before_publishing(string form, string said)
    {
        var model = Flowchart([Step("ThreeStep.AssignTask", "ask", ("title", Literal("x")), ("role", Literal("Rep")),
            ("form", Expression("Object", form))), Line("on")], "ask:Done -> on", "ask:Skipped -> on");
        var error = Assert.Single(new WorkflowStory(model, null, typeof(OrderActivity).Assembly).Findings);

        Assert.Equal(Severity.Error, error.Severity);
        Assert.Contains(said, error.Text(english => english), StringComparison.Ordinal);
        var chinese = error.Text(english => ActivityTexts.In(CultureInfo.GetCultureInfo("zh-CN"), english));
        Assert.DoesNotContain(said.Contains(' ', StringComparison.Ordinal) ? said : "The field", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_form_is_written_as_it_is_read()
    {
        var fields = TaskForm.Read(JsonNode.Parse(FormStories.Form))!;
        Assert.Equal(fields.Select(field => Json.Write(TaskForm.Write([field]))), TaskForm.Read(TaskForm.Write(fields))!
            .Select(field => Json.Write(TaskForm.Write([field]))));
        Assert.Null(TaskForm.Read(JsonValue.Create(" ")));
        Assert.Null(TaskForm.Read(new JsonArray()));
    }
}

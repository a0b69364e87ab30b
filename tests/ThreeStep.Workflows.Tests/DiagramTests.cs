using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using ThreeStep.Testing;
using ThreeStep.Workflows.Diagrams;

namespace ThreeStep.Workflows.Tests;

/// <summary>The drawing of a workflow: what people look at, and what other tools get.</summary>
public sealed class DiagramTests
{
    const string Bpmn = "{http://www.omg.org/spec/BPMN/20100524/MODEL}";
    const string Di = "{http://www.omg.org/spec/BPMN/20100524/DI}";

    static JsonObject At(JsonObject step, int x, int y, string? words = null)
    {
        step["metadata"] = new JsonObject
        {
            ["displayText"] = words,
            ["designer"] = new JsonObject
            {
                ["position"] = new JsonObject { ["x"] = x, ["y"] = y },
                ["size"] = new JsonObject { ["width"] = 200, ["height"] = 56 },
            },
        };
        return step;
    }

    static Diagram Of(JsonObject model) => DiagramReading.Of(new WorkflowStory(model).Workflow);

    static Diagram Loop() => Of(Draw.Flowchart(
    [
        At(Draw.Step("Start", "start"), 0, 0), At(Draw.Line("between"), 300, 0), At(Draw.Step("FlowDecision", "again"), 600, 0),
        At(Draw.Step("End", "end"), 900, 0), At(Draw.Line("below"), 300, 100),
    ], "start -> between", "between -> again", "again:True -> between", "again:False -> end", "start -> end", "again:True -> below", "below -> end"));

    static void AssertRoundBoxes(Diagram diagram)
    {
        foreach (var arrow in diagram.Arrows)
        {
            Assert.True(arrow.Way.Count >= 2);
            foreach (var (from, to) in arrow.Way.Zip(arrow.Way.Skip(1)))
            {
                Assert.True(from.X == to.X || from.Y == to.Y, $"{arrow.From} → {arrow.To} runs aslant");
                Assert.DoesNotContain(diagram.Boxes, box => box.Area.IsEnteredBy(from, to));
            }
        }
    }

    [Fact]
    public void Arrows_run_round_boxes_from_the_right_edge_to_the_left()
    {
        var diagram = Loop();
        AssertRoundBoxes(diagram);
        var past = diagram.Arrows.Single(arrow => arrow is { From: "start", To: "end" });
        Assert.Equal(200, past.Way[0].X);
        Assert.Equal(new Spot(900, 28), past.Way[^1]);
        Assert.True(diagram.Frame.X <= 0 && diagram.Frame.Right >= 1_100);
    }

    [Fact]
    public void The_usual_outcome_is_not_written_at_its_arrow_and_others_share_one()
    {
        var diagram = Of(Draw.Flowchart([At(Draw.Step("FlowDecision", "ask"), 0, 0), At(Draw.Line("then"), 300, 0), At(Draw.Line("last"), 600, 0)],
            "ask:True -> then", "ask:False -> then", "then -> last"));
        Assert.Equal(["True / False", ""], diagram.Arrows.Select(arrow => arrow.Label));
        Assert.Equal("Yes / No", diagram.Said(words => words, outcome => outcome == "True" ? "Yes" : "No").Arrows[0].Label);
    }

    [Fact]
    public void What_nobody_has_placed_stands_in_rows()
    {
        var diagram = Of(Draw.Flowchart([.. Enumerable.Range(0, 9).Select(index => Draw.Line($"line {index}"))],
            [.. Enumerable.Range(0, 8).Select(index => $"line {index} -> line {index + 1}")]));
        Assert.Equal(3, diagram.Boxes.Select(box => box.Area.Y).Distinct().Count());
        Assert.DoesNotContain(diagram.Boxes, box => diagram.Boxes.Any(other => other != box && other.Area.Overlaps(box.Area)));
        AssertRoundBoxes(diagram);
    }

    [Fact]
    public void A_container_opens_and_a_sequence_goes_from_step_to_step()
    {
        var diagram = Of(Draw.Flowchart([Draw.Step("Sequence", "inner", ("activities", new JsonArray(Draw.Line("one"), Draw.Line("two"))))]));
        var inside = diagram.Boxes.Single().Inside!;
        Assert.Equal(["one", "two"], inside.Boxes.Select(box => box.Words));
        Assert.Equal(("one", "two"), (inside.Arrows.Single().From, inside.Arrows.Single().To));
        Assert.Equal(3, diagram.AllBoxes.Count());
    }

    [Fact]
    public void A_workflow_without_steps_is_an_empty_drawing() => Assert.Empty(Of(Draw.Flowchart([])).Boxes);

    [Fact]
    public void Three_hundred_steps_are_drawn_within_seconds()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var diagram = Of(Draw.Flowchart([.. Enumerable.Range(0, 300).Select(index => At(Draw.Line($"l{index}"), index % 20 * 260, index / 20 * 120))],
            [.. Enumerable.Range(0, 299).Select(index => $"l{index} -> l{index + 1}")]));
        Assert.Equal(299, diagram.Arrows.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public void Mermaid_gets_forms_labels_and_containers_and_no_word_breaks_its_syntax()
    {
        var text = MermaidText.Of(Of(Draw.Flowchart(
        [
            At(Draw.Step("Start", "start"), 0, 0), At(Draw.Step("FlowDecision", "a"), 300, 0, "Large \"deal\"; <b>?"),
            Draw.Step("Sequence", "inner", ("activities", new JsonArray(Draw.Line("one")))), At(Draw.Step("End", "end"), 600, 0),
        ], "start -> a", "a:True -> inner", "a:False -> end", "inner -> end")));
        Assert.Equal("""
            flowchart LR
              n1(["start"])
              n2{"Large #34;deal#34;#59; #60;b#62;?"}
              subgraph n3["inner"]
                n4["one"]
              end
              n5(["end"])
              n1 --> n2
              n2 -->|"True"| n3
              n2 -->|"False"| n5
              n3 --> n5

            """.ReplaceLineEndings("\n"), text);
    }

    [Fact]
    public void Bpmn_joins_what_is_there_by_names_that_xml_allows()
    {
        var model = Draw.Flowchart(
        [
            At(Draw.Step("Start", "1 start/<"), 0, 0), At(Draw.Step("FlowDecision", "fräge?"), 300, 0, "A <b>\u0001\ud800 & \"c\" 😀"),
            Draw.Step("Flowchart", "in", ("activities", new JsonArray(Draw.Step("Delay", "wait"), Draw.Line("x"))),
                ("connections", Draw.Chart("_", [], "wait -> x")["connections"]!.DeepClone())),
            At(Draw.Step("End", "end"), 600, 0),
        ], "1 start/< -> fräge?", "fräge?:True -> in", "fräge?:False -> end", "in -> end");
        var document = XDocument.Parse(BpmnDocument.Of(Of(model), "1/ä", "Name").ToString());

        var ids = document.Descendants().Select(element => element.Attribute("id")?.Value).OfType<string>().ToList();
        Assert.All(ids, id => XmlConvert.VerifyNCName(id));
        Assert.Equal(ids.Count, ids.Distinct().Count());
        var flows = document.Descendants(Bpmn + "sequenceFlow").ToList();
        Assert.Equal(5, flows.Count);
        var byId = document.Descendants().Where(element => element.Attribute("id") is not null)
            .ToDictionary(element => element.Attribute("id")!.Value);
        foreach (var flow in flows)
        {
            var (source, target) = (byId[flow.Attribute("sourceRef")!.Value], byId[flow.Attribute("targetRef")!.Value]);
            Assert.Same(flow.Parent, source.Parent);
            Assert.Same(flow.Parent, target.Parent);
            Assert.Contains(flow.Attribute("id")!.Value, source.Elements(Bpmn + "outgoing").Select(item => item.Value));
            Assert.Contains(flow.Attribute("id")!.Value, target.Elements(Bpmn + "incoming").Select(item => item.Value));
        }
        // Everything that is joined is drawn, and nothing else.
        var drawn = document.Descendants(Di + "BPMNShape").Concat(document.Descendants(Di + "BPMNEdge"))
            .Select(shape => shape.Attribute("bpmnElement")!.Value).ToHashSet();
        Assert.Equal(flows.Select(flow => flow.Attribute("id")!.Value)
            .Concat(flows.SelectMany(flow => new[] { flow.Attribute("sourceRef")!.Value, flow.Attribute("targetRef")!.Value })).ToHashSet(), drawn);
        Assert.Single(document.Descendants(Bpmn + "subProcess"));
        Assert.Single(document.Descendants(Bpmn + "timerEventDefinition"));
        Assert.Equal(2, document.Descendants(Di + "BPMNDiagram").Count());
    }
}

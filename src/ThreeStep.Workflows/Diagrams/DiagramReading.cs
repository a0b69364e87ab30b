using System.Text.Json.Nodes;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Diagrams;

/// <summary>Reads the drawing of a workflow: boxes where the designer has put them, arrows led round them.</summary>
public static class DiagramReading
{
    /// <summary>The outcome of a step that has gone as it goes by itself.</summary>
    const string Usual = "Done";

    /// <summary>Between boxes that nobody has placed, in pixels.</summary>
    const double Gap = 80;
    const int BoxesInARow = 4;

    public static Diagram Of(CompiledWorkflow workflow) => workflow.Root.Children is [var root, ..]
        ? root.Children.Count > 0 || root.Activity is Flowchart or Sequence ? Of(root)
            : new([BoxOf(root, new(0, 0, CardSize.Width(WordsOf(root)), CardSize.Height))], [], default)
        : new([], [], default);

    /// <summary>What a container holds.</summary>
    public static Diagram Of(ActivityNode container)
    {
        var boxes = Placed(container).Select(place => BoxOf(place.Node, place.Area)).ToList();
        var arrows = ArrowsOf(container).Where(arrow => boxes.Exists(box => box.Id == arrow.From) && boxes.Exists(box => box.Id == arrow.To));
        var led = ArrowWays.Lead(boxes, arrows.ToList());
        var spots = led.SelectMany(arrow => arrow.Way).Select(spot => new Area(spot.X, spot.Y, 0, 0));
        return new(boxes, led, Area.Around(boxes.Select(box => box.Area).Concat(spots)));
    }

    internal static string Label(IReadOnlyList<string> outcomes, Func<string, string> say) =>
        outcomes.Contains(Usual) ? "" : PlainText.Of(string.Join(" / ", outcomes.Select(say)));

    static Box BoxOf(ActivityNode node, Area area)
    {
        var inside = node.Composite is null ? node : node.Children is [var root, ..] ? root : null;
        return new(node, WordsOf(node), KindOf(node), area, inside?.Children.Count > 0 ? Of(inside) : null);
    }

    static string WordsOf(ActivityNode node) => PlainText.Of(node.Source.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown
        : node.Name ?? Input.InWords(node.TypeName.Split('.')[^1]));

    static BoxKind KindOf(ActivityNode node) => node.Activity switch
    {
        Start => BoxKind.Start,
        End or Finish or Complete or Fault => BoxKind.End,
        FlowDecision or FlowSwitch => BoxKind.Choice,
        FlowFork or FlowJoin => BoxKind.Parallel,
        Event or HttpEndpoint => BoxKind.Event,
        Delay or Activities.Timer or Cron or StartAt => BoxKind.Time,
        RunJavaScript => BoxKind.Script,
        ExecuteWorkflow or DispatchWorkflow or BulkDispatchWorkflows => BoxKind.Workflow,
        _ when node.Composite is not null => BoxKind.Workflow,
        _ when node.Children.Count > 0 => BoxKind.Group,
        _ when node.Activity.GetType().GetCustomAttributes(typeof(ActivityAttribute), false) is [ActivityAttribute { Waits: true }, ..] =>
            BoxKind.Person,
        _ => BoxKind.Step,
    };

    static List<Arrow> ArrowsOf(ActivityNode container) => container.Activity switch
    {
        Flowchart chart => chart.Connections.GroupBy(arrow => (arrow.Source, arrow.Target))
            .Select(group => ArrowOf(group.Key.Source, group.Select(arrow => arrow.Port).Distinct().ToList(), group.Key.Target)).ToList(),
        Sequence => container.Children.Zip(container.Children.Skip(1), (from, to) => ArrowOf(from.Id, [Usual], to.Id)).ToList(),
        _ => [],
    };

    static Arrow ArrowOf(string from, IReadOnlyList<string> outcomes, string to) => new(from, outcomes, to, Label(outcomes, outcome => outcome), []);

    /// <summary>Where the boxes stand; in rows, where they have no places or lie on each other.</summary>
    static List<(ActivityNode Node, Area Area)> Placed(ActivityNode container)
    {
        var drawn = container.Children.Select(child => (Node: child, Area: AreaOf(child))).ToList();
        var areas = drawn.Select(place => place.Area).OfType<Area>().ToList();
        var isDrawn = areas.Count == drawn.Count && areas.Select(area => (area.X, area.Y)).Distinct().Count() == areas.Count;
        return isDrawn ? drawn.Select(place => (place.Node, place.Area!.Value)).ToList() : InRows(container.Children);
    }

    static List<(ActivityNode, Area)> InRows(IReadOnlyList<ActivityNode> nodes)
    {
        var widest = nodes.Max(node => CardSize.Of(node.Source, WordsOf(node)).Width);
        return nodes.Select((node, index) => (node, new Area(index % BoxesInARow * (widest + Gap), index / BoxesInARow * (CardSize.Height + Gap),
            CardSize.Width(WordsOf(node)), CardSize.Height))).ToList();
    }

    static Area? AreaOf(ActivityNode node)
    {
        var (width, height) = CardSize.Of(node.Source, WordsOf(node));
        return node.Source.Object("metadata")?.Object("designer")?.Object("position") is { } position
            && Measure(position, "x") is { } x && Measure(position, "y") is { } y ? new Area(x, y, width, height) : null;
    }

    internal static double? Measure(JsonObject? source, string name) => source?[name] is JsonValue value
        && (value.TryGetValue<double>(out var number) || value.TryGetValue<int>(out var whole) && (number = whole) == whole)
        && Math.Abs(number) < LargestPlace ? number : null;

    /// <summary>What stands further away, in pixels, was not put there by anybody.</summary>
    const double LargestPlace = 1_000_000;
}

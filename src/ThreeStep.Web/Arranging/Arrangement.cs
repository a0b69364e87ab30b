using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Diagrams;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Arranging;

/// <summary>
/// Gives the steps of every flowchart of a workflow new places: from left to right in rows, the start at the upper left, the usual way straight, on
/// a page of about 1,500 × 900 pixels where that is possible. Nothing else is changed.
/// </summary>
static class Arrangement
{
    /// <summary>The page, in pixels: what can be read on a screen at once.</summary>
    public const double PageWidth = 1_500, PageHeight = 900;

    /// <summary>As a designer writes the name of an outcome beside its port, in pixels a letter.</summary>
    const double LetterWidth = 6.5;

    const string Usual = "10", Exception = "1";

    /// <summary>
    /// Ways to lay out in rows, tried one after the other until one fits the page: how wide for its height, how rows are cut, how layers are made.
    /// </summary>
    static readonly (string Aspect, string Cutting, string Layering)[] Tries =
    [
        ("1.7", "MSD", "NETWORK_SIMPLEX"), ("1.0", "MSD", "NETWORK_SIMPLEX"), ("0.6", "MSD", "NETWORK_SIMPLEX"), ("1.0", "ARD", "NETWORK_SIMPLEX"),
        ("0.6", "ARD", "NETWORK_SIMPLEX"), ("1.0", "MSD", "COFFMAN_GRAHAM"), ("1.0", "ARD", "STRETCH_WIDTH"),
    ];

    /// <param name="model">Is changed.</param>
    /// <returns>How many flowcharts were arranged.</returns>
    public static int Apply(JsonObject model, ActivityRegistry registry, LayeredLayout layout) =>
        model.Object("root") is { } root ? Arrange(root, registry, layout) : 0;

    static int Arrange(JsonObject container, ActivityRegistry registry, LayeredLayout layout)
    {
        var arranged = WorkflowCompiler.ChildrenOf(container).Sum(child => Arrange(child.Activity, registry, layout));
        if (container.Text("type") != "Elsa.Flowchart") return arranged;
        var chart = new Chart(container, registry);
        if (chart.Steps.Count == 0 || Best(chart, layout) is not { } places) return arranged;
        foreach (var (step, x, y) in places) Put(step, x, y);
        return arranged + 1;
    }

    static List<(JsonObject Step, double X, double Y)>? Best(Chart chart, LayeredLayout layout)
    {
        (double Excess, JsonObject Graph)? best = null;
        foreach (var rows in Tries)
        {
            if (layout.Place(chart.Graph(rows)) is not { } placed) continue;
            var excess = Math.Max(Of(placed, "width") / PageWidth, Of(placed, "height") / PageHeight) + (BeginsAbove(placed, chart) ? 0 : 1);
            if (best is null || excess < best.Value.Excess) best = (excess, placed);
            if (excess <= 1) break;
        }
        if (best is null) return null;
        var boxes = best.Value.Graph.Array("children")!.OfType<JsonObject>().ToList();
        var (left, top) = (boxes.Min(box => Of(box, "x")), boxes.Min(box => Of(box, "y")));
        return boxes.Select(box => (chart.Steps[int.Parse(box.Text("id")!, CultureInfo.InvariantCulture)], Of(box, "x") - left, Of(box, "y") - top))
            .ToList();
    }

    /// <summary>True when what comes first stands in the upper third.</summary>
    static bool BeginsAbove(JsonObject placed, Chart chart) => placed.Array("children")!.OfType<JsonObject>()
        .First(box => box.Text("id") == chart.First) is var first && Of(first, "y") <= Of(placed, "height") / 3;

    static double Of(JsonObject source, string name) => source[name]?.GetValue<double>() ?? 0;

    static void Put(JsonObject step, double x, double y)
    {
        var metadata = Inner(step, "metadata");
        var (width, height) = CardSize.Of(step, Words(step));
        var designer = Inner(metadata, "designer");
        var (position, size) = (Inner(designer, "position"), Inner(designer, "size"));
        (position["x"], position["y"]) = ((int)Math.Round(x), (int)Math.Round(y));
        if (!size.ContainsKey("width")) (size["width"], size["height"]) = ((int)Math.Ceiling(width), (int)Math.Ceiling(height));
    }

    static JsonObject Inner(JsonObject source, string name)
    {
        if (source[name] is JsonObject known) return known;
        var made = new JsonObject();
        source[name] = made;
        return made;
    }

    static string Words(JsonObject step) => step.Object("metadata")?.Text("displayText") ?? step.Text("name") ?? step.Text("type") ?? "";

    /// <summary>A flowchart as ELK takes it: the steps in the order of the way, the usual outcome of each first.</summary>
    sealed class Chart
    {
        sealed record Line(int From, string Outcome, int To, int Rank);

        readonly List<Line> lines;
        readonly List<int> order = [];

        public Chart(JsonObject chart, ActivityRegistry registry)
        {
            Steps = chart.Array("activities")?.OfType<JsonObject>().ToList() ?? [];
            var places = Steps.Select((step, index) => (Id: step.Text("id") ?? "", index)).GroupBy(step => step.Id)
                .ToDictionary(group => group.Key, group => group.First().index);
            lines = (chart.Array("connections")?.OfType<JsonObject>() ?? []).Select(line => (From: line.Object("source")?.Text("activity") ?? "",
                    Outcome: line.Object("source")?.Text("port") ?? "Done", To: line.Object("target")?.Text("activity") ?? ""))
                .Where(line => places.ContainsKey(line.From) && places.ContainsKey(line.To)).Distinct()
                .Select(line => new Line(places[line.From], line.Outcome, places[line.To], Rank(Steps[places[line.From]], line.Outcome, registry)))
                .OrderBy(line => line.Rank).ToList();
            Order();
        }

        public IReadOnlyList<JsonObject> Steps { get; }

        /// <summary>The id, in the graph, of the step at which it begins.</summary>
        public string First => Id(order[0]);

        /// <summary>Cards name the usual outcome first.</summary>
        static int Rank(JsonObject step, string outcome, ActivityRegistry registry)
        {
            var outcomes = registry.Find(step.Text("type") ?? "")?.Card.Outcomes
                .Concat(step.Array("cases")?.OfType<JsonObject>().Select(choice => choice.Text("label") ?? "") ?? []).ToList() ?? [];
            // What is left over when no case holds comes last.
            if (outcomes.Count > 1 && outcomes[0] == "Default") outcomes = [.. outcomes[1..], "Default"];
            return outcomes.IndexOf(outcome) is >= 0 and var place ? place : outcomes.Count;
        }

        /// <summary>From the start along the lines, then from whatever else begins something. Without recursion: a flowchart may be long.</summary>
        void Order()
        {
            var leaving = lines.ToLookup(line => line.From);
            var entered = lines.Select(line => line.To).ToHashSet();
            var seen = new HashSet<int>();
            var all = Enumerable.Range(0, Steps.Count).ToList();
            foreach (var first in all.Where(step => Steps[step].Text("type") == "Elsa.Start").Concat(all.Where(step => !entered.Contains(step)))
                .Concat(all))
            {
                var open = new Stack<int>([first]);
                while (open.TryPop(out var step))
                {
                    if (!seen.Add(step)) continue;
                    order.Add(step);
                    foreach (var line in leaving[step].Reverse()) open.Push(line.To);
                }
            }
        }

        public JsonObject Graph((string Aspect, string Cutting, string Layering) rows)
        {
            var options = new JsonObject
            {
                ["elk.algorithm"] = "layered",
                ["elk.direction"] = "RIGHT",
                ["elk.edgeRouting"] = "ORTHOGONAL",
                ["elk.padding"] = "[top=0,left=0,bottom=0,right=0]",
                ["elk.spacing.nodeNode"] = "34",
                ["elk.spacing.edgeNode"] = "14",
                ["elk.spacing.edgeEdge"] = "8",
                ["elk.layered.spacing.nodeNodeBetweenLayers"] = "36",
                ["elk.layered.spacing.edgeNodeBetweenLayers"] = "14",
                ["elk.layered.spacing.edgeEdgeBetweenLayers"] = "8",
                ["elk.layered.nodePlacement.strategy"] = "NETWORK_SIMPLEX",
                ["elk.layered.considerModelOrder.strategy"] = "PREFER_NODES",
                ["elk.layered.wrapping.strategy"] = "MULTI_EDGE",
                ["elk.aspectRatio"] = rows.Aspect,
                ["elk.layered.wrapping.cutting.strategy"] = rows.Cutting,
                ["elk.layered.layering.strategy"] = rows.Layering,
                ["elk.layered.layering.coffmanGraham.layerBound"] = "3",
            };
            return new JsonObject
            {
                ["id"] = "chart",
                ["layoutOptions"] = options,
                ["children"] = new JsonArray(order.Select(Node).ToArray()),
                ["edges"] = new JsonArray(order.SelectMany(step => lines.Where(line => line.From == step)).Select(Edge).ToArray()),
            };
        }

        JsonNode Node(int step)
        {
            var (width, height) = CardSize.Of(Steps[step], Words(Steps[step]));
            var outcomes = lines.Where(line => line.From == step).Select(line => line.Outcome).Distinct().ToList();
            return new JsonObject
            {
                ["id"] = Id(step),
                ["width"] = width,
                ["height"] = height,
                ["layoutOptions"] = new JsonObject
                {
                    ["elk.portConstraints"] = "FIXED_ORDER",
                    ["elk.alignment"] = "LEFT",
                    ["elk.portLabels.placement"] = "OUTSIDE",
                },
                ["ports"] = new JsonArray(outcomes.Select((outcome, index) => Port($"{Id(step)}/{outcome}", "EAST", index,
                    outcomes.Count > 1 ? outcome : null)).Prepend(Port($"{Id(step)}<", "WEST", 0, null)).ToArray()),
            };
        }

        static JsonNode Port(string id, string side, int index, string? label) => new JsonObject
        {
            ["id"] = id,
            ["layoutOptions"] = new JsonObject { ["elk.port.side"] = side, ["elk.port.index"] = index.ToString(CultureInfo.InvariantCulture) },
            ["labels"] = label is null ? new JsonArray()
                : new JsonArray(new JsonObject { ["text"] = label, ["width"] = CardSize.TextWidth(label, 12, LetterWidth), ["height"] = 10 }),
        };

        static JsonNode Edge(Line line, int index) => new JsonObject
        {
            ["id"] = index.ToString(CultureInfo.InvariantCulture),
            ["sources"] = new JsonArray($"{Id(line.From)}/{line.Outcome}"),
            ["targets"] = new JsonArray($"{Id(line.To)}<"),
            ["layoutOptions"] = new JsonObject
            {
                ["elk.layered.priority.straightness"] = line.Rank == 0 ? Usual : Exception,
                ["elk.layered.priority.direction"] = line.Rank == 0 ? Usual : Exception,
            },
        };

        static string Id(int step) => step.ToString(CultureInfo.InvariantCulture);
    }
}

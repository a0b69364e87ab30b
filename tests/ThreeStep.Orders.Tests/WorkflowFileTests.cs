using System.Reflection;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Testing;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Diagrams;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>The workflows that come with the product are sound and drawn well.</summary>
public sealed class WorkflowFileTests
{
    static readonly ActivityRegistry Registry = new(typeof(OrderActivity).Assembly);

    public static TheoryData<string> Files() => new(Directory.EnumerateFiles(Folder(), "*.json").Select(Path.GetFileNameWithoutExtension).Order()!);

    static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Process.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "workflows");
    }

    static JsonObject Model(string name) => (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(), name + ".json")))!;

    static CompiledWorkflow Compile(JsonObject model) =>
        new WorkflowCompiler(Registry, new WorkflowStory(model, null, typeof(OrderActivity).Assembly))
            .Compile(new WorkflowDefinition("v", "d", 1, true, true, DateTimeOffset.UnixEpoch, model));

    static IEnumerable<ActivityNode> Nodes(string name) => Compile(Model(name)).Nodes.Where(node => node.Parent is not null);

    [Fact]
    public void The_three_steps_are_there() =>
        Assert.Superset(new HashSet<string> { "marketing-campaign", "lead-handover", "big-order", "deal-approval", "quiet-customer", "service-case",
            "after-delivery", "key-account-order" },
            Directory.EnumerateFiles(Folder(), "*.json").Select(Path.GetFileNameWithoutExtension).ToHashSet()!);

    [Theory, MemberData(nameof(Files))]
    public void Every_activity_is_known_and_every_input_belongs_to_it(string name)
    {
        foreach (var node in Nodes(name))
        {
            var type = Registry.Find(node.TypeName);
            Assert.True(type is not null, $"{node.Id}: {node.TypeName} is not known");
            var properties = type.ClrType.GetProperties().Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, value) in node.Source)
                if (value is JsonObject given && (given.ContainsKey("expression") || given.ContainsKey("memoryReference")))
                    Assert.True(properties.Contains(key), $"{node.Id}: {node.TypeName} has no '{key}'");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Connections_lead_from_a_real_outcome_to_an_activity(string name)
    {
        foreach (var chart in Nodes(name).Where(node => node.Activity is Flowchart))
        {
            var children = chart.Children.ToDictionary(child => child.Id);
            foreach (var connection in chart.Source.Array("connections")!.OfType<JsonObject>())
            {
                var (source, port, target) =
                    (connection.Object("source")!.Text("activity")!, connection.Object("source")!.Text("port")!,
                    connection.Object("target")!.Text("activity")!);
                Assert.True(children.ContainsKey(source) && children.ContainsKey(target), $"{source} -> {target}");
                Assert.True(Outcomes(children[source]).Contains(port), $"{source} ({children[source].TypeName}) has no outcome '{port}'");
            }
        }
    }

    static HashSet<string> Outcomes(ActivityNode node)
    {
        var outcomes = Registry.Find(node.TypeName)!.Card.Outcomes.ToHashSet();
        if (node.Source.Array("cases") is { } cases)
            outcomes.UnionWith(cases.OfType<JsonObject>().Select(item => item.Text("label")!).Append("Default"));
        if (outcomes.Count == 0) outcomes.Add("Done");
        return outcomes;
    }

    [Theory, MemberData(nameof(Files))]
    public void Every_activity_can_be_reached_and_no_wait_leaves_an_outcome_open(string name)
    {
        foreach (var chart in Nodes(name).Where(node => node.Activity is Flowchart))
        {
            var connections = chart.Source.Array("connections")!.OfType<JsonObject>()
                .Select(item =>
                (Source: item.Object("source")!.Text("activity")!, Port: item.Object("source")!.Text("port")!,
                Target: item.Object("target")!.Text("activity")!)).ToList();
            var reached = new HashSet<string>(chart.Children.Where(child => child.Activity is Start || child.CanStartWorkflow)
                .Select(child => child.Id));
            var open = new Queue<string>(reached);
            while (open.TryDequeue(out var id))
                foreach (var connection in connections.Where(connection => connection.Source == id))
                    if (reached.Add(connection.Target)) open.Enqueue(connection.Target);
            Assert.Empty(chart.Children.Select(child => child.Id).Except(reached));
            foreach (var child in chart.Children.Where(child => child.TypeName.StartsWith("ThreeStep.", StringComparison.Ordinal)))
                foreach (var outcome in Registry.Find(child.TypeName)!.Card.Outcomes)
                    Assert.True(connections.Exists(connection => connection.Source == child.Id && connection.Port == outcome),
                        $"{child.Id}: '{outcome}' leads nowhere");
        }
    }

    /// <summary>What is read at once: pixels of the designer. The largest flowcharts, of more than twenty steps, may take a quarter more.</summary>
    const double PageWidth = 1_500, PageHeight = 900, MoreForLarge = 1.25;

    [Theory, MemberData(nameof(Files))]
    public void It_is_read_at_once_from_the_upper_left_and_named_in_plain_words(string name)
    {
        foreach (var chart in Nodes(name).Where(node => node.Activity is Flowchart))
        {
            var diagram = DiagramReading.Of(chart);
            var boxes = diagram.Boxes;
            foreach (var (first, second) in boxes.SelectMany((first, index) => boxes.Skip(index + 1).Select(second => (first, second))))
                Assert.False(first.Area.Grown(8).Overlaps(second.Area.Grown(8)), $"{chart.Id}: {first.Id} lies on {second.Id}");
            foreach (var arrow in diagram.Arrows)
                foreach (var (from, to) in arrow.Way.Zip(arrow.Way.Skip(1)))
                    Assert.False(boxes.Any(box => box.Area.IsEnteredBy(from, to)), $"{chart.Id}: {arrow.From} → {arrow.To} runs through a box");
            foreach (var child in chart.Children)
                Assert.False(string.IsNullOrWhiteSpace(child.Source.Object("metadata")!.Text("displayText")), $"{child.Id} has no name");

            var all = Area.Around(boxes.Select(box => box.Area));
            var more = boxes.Count > 20 ? MoreForLarge : 1;
            Assert.True(all.Width <= PageWidth * more && all.Height <= PageHeight * more, $"{chart.Id} is {all.Width} × {all.Height}");
            var start = boxes.Single(box => box.Kind == BoxKind.Start).Area;
            Assert.True(start.X == all.X && start.Y < all.Y + all.Height / 3, $"{chart.Id} does not begin at the upper left");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void It_can_be_published_without_a_finding(string name)
    {
        var others = Directory.EnumerateFiles(Folder(), "*.json").Select(path => Model(Path.GetFileNameWithoutExtension(path)));
        var story = new WorkflowStory(Model(name), others, typeof(OrderActivity).Assembly)
        {
            Fields = OrderKinds.FieldsOf,
            Events = OrderEvents.Names,
        };
        Assert.Empty(story.Findings.Select(finding => finding.Text(english => english)));
    }

    [Theory, MemberData(nameof(Files))]
    public void It_is_written_as_an_export_writes_it(string name) =>
        Assert.Equal(DefinitionText.Of(Model(name)), File.ReadAllText(Path.Combine(Folder(), name + ".json")));
}

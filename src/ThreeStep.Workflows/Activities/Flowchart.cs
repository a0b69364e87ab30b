using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>
/// Activities joined by connections. A completed activity sends a token along every connection of its outcomes; the merge mode of the
/// target says which tokens it needs before it runs.
/// </summary>
[Activity("Elsa", "Flow", "A flowchart is a collection of activities and connections between them.", IsContainer = true)]
public sealed class Flowchart : Activity
{
    readonly List<Connection> connections = [];
    readonly Dictionary<string, ActivityNode> nodes = [];
    readonly Dictionary<string, List<Connection>> forwardInbound = [];

    readonly List<Connection> drawn = [];

    /// <summary>One arrow: from an outcome of an activity to another activity.</summary>
    internal sealed record Connection(string Source, string Port, string Target);

    /// <summary>Arrows that lead from an activity to an activity.</summary>
    internal IReadOnlyList<Connection> Connections => connections;

    /// <summary>All arrows, also those whose end was deleted.</summary>
    internal IReadOnlyList<Connection> Drawn => drawn;

    public override bool HasArrow(ActivityNode child, string outcome) =>
        connections.Exists(arrow => arrow.Source == child.Id && arrow.Port == outcome);

    /// <summary>Where a flow may begin: at its start, and at everything that starts workflows.</summary>
    internal IEnumerable<ActivityNode> Starts() =>
        Node.Children.Where(child => child.CanStartWorkflow || child.Activity is Start).Append(Chosen() ?? DefaultStart())
            .OfType<ActivityNode>().Distinct();

    protected internal override void Bind()
    {
        foreach (var child in Node.Children) nodes.TryAdd(child.Id, child);
        foreach (var source in Node.Source.Array("connections")?.OfType<JsonObject>() ?? [])
        {
            // Elsa 3 writes source and target as objects; its earliest versions wrote plain ids.
            var connection = source["source"] is JsonObject from && source["target"] is JsonObject to
                ? new Connection(from.Text("activity") ?? "", from.Text("port") ?? "Done", to.Text("activity") ?? "")
                : new Connection(source.Text("source") ?? "", source.Text("sourcePort") ?? "Done", source.Text("target") ?? "");
            drawn.Add(connection);
            if (nodes.ContainsKey(connection.Source) && nodes.ContainsKey(connection.Target)) connections.Add(connection);
        }
        FindForwardConnections();
    }

    public override void Execute(ActivityContext context)
    {
        if (StartActivity(context) is { } start) context.Schedule(start);
        else context.Complete();
    }

    ActivityNode? StartActivity(ActivityContext context)
    {
        if (context.Instance.TriggerNodeId is { } trigger && Node.Children.FirstOrDefault(child => child.NodeId == trigger) is { } triggered)
            return triggered;
        return Chosen() ?? DefaultStart();
    }

    /// <summary>Where it was told to begin: an activity, of which the earliest versions of Elsa wrote only the id.</summary>
    ActivityNode? Chosen()
    {
        var id = Node.Source["start"] is JsonObject start ? start.Text("id") : Node.Source.Text("start");
        return id is null ? null : nodes.GetValueOrDefault(id);
    }

    ActivityNode? DefaultStart() =>
        Node.Children.FirstOrDefault(child => child.Activity is Start)
        ?? Node.Children.FirstOrDefault(child => child.CanStartWorkflow)
        ?? Node.Children.FirstOrDefault(child => connections.All(connection => connection.Target != child.Id))
        ?? (Node.Children is [var first, ..] ? first : null);

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (child.Activity is ITerminalActivity)
        {
            context.Execution.Tokens = null;
            context.Complete(child.Activity is Break ? [Break.Outcome] : outcomes);
            return;
        }

        var tokens = context.Execution.Tokens ??= [];
        var outbound = connections.Where(connection => connection.Source == child.Id && outcomes.Contains(connection.Port)).Distinct().ToList();
        tokens.AddRange(outbound.Select(connection => new FlowToken(connection.Source, connection.Port, connection.Target)));
        Replace(tokens, token => token.To == child.Id && token is { Consumed: false, Blocked: false }, token => token with { Consumed = true });

        foreach (var connection in outbound) Arrive(context, child, connection, tokens);

        tokens.RemoveAll(token => token.To == child.Id && token.Consumed);
        if (!context.HasScheduledChildren && !context.ChildExecutions().Any())
        {
            context.Execution.Tokens = null;
            context.Complete();
        }
    }

    void Arrive(ActivityContext context, ActivityNode completed, Connection connection, List<FlowToken> tokens)
    {
        var target = nodes[connection.Target];
        var inbound = forwardInbound[target.Id];
        var mode = FlowJoin.MergeModeOf(target);
        switch (mode)
        {
            case MergeMode.Cascade or MergeMode.Race:
                if (mode == MergeMode.Race) CancelWaitingAncestors(context, target);
                var block = tokens.FindIndex(token => token.To == target.Id && token.From == connection.Source && token.Outcome == connection.Port
                    && token is { Blocked: true, Consumed: false });
                if (block >= 0) tokens[block] = tokens[block] with { Consumed = true };
                else
                {
                    context.Schedule(target);
                    if (mode == MergeMode.Race)
                        tokens.AddRange(inbound.Where(other => other.Source != completed.Id)
                            .Select(other => new FlowToken(other.Source, other.Port, other.Target, Blocked: true)));
                }
                break;
            case MergeMode.Merge:
                if (inbound.Count <= 1 || inbound.TrueForAll(other => HasToken(tokens, other))) context.Schedule(target);
                break;
            case MergeMode.Converge:
                if (connections.Where(other => other.Target == target.Id).All(other => HasToken(tokens, other))) context.Schedule(target);
                break;
            default:
                // Stream: go on once nothing is still on its way to one of the activities before the target; dead branches do not hold it up.
                if (!inbound.Exists(other => tokens.Exists(token => token is { Consumed: false, Blocked: false } && token.To == other.Source)))
                    context.Schedule(target);
                break;
        }
    }

    static bool HasToken(List<FlowToken> tokens, Connection connection) =>
        tokens.Exists(token => token is { Consumed: false, Blocked: false } && token.From == connection.Source && token.To == connection.Target
            && token.Outcome == connection.Port);

    /// <summary>The first to arrive wins: everything that still runs or waits on a way to the target is given up.</summary>
    void CancelWaitingAncestors(ActivityContext context, ActivityNode target)
    {
        var ancestors = new HashSet<string>();
        var open = new Queue<string>([target.Id]);
        while (open.TryDequeue(out var id))
            foreach (var connection in forwardInbound[id])
                if (ancestors.Add(connection.Source)) open.Enqueue(connection.Source);
        foreach (var execution in context.ChildExecutions().ToList())
            if (context.Workflow.Find(execution.NodeId) is { } node && ancestors.Contains(node.Id)) context.CancelChild(execution);
    }

    /// <summary>Leaves out connections that lead back to an activity on the way there, so that a loop does not wait for itself.</summary>
    void FindForwardConnections()
    {
        foreach (var child in Node.Children) forwardInbound[child.Id] = [];
        var state = new Dictionary<string, bool>();
        var outbound = connections.ToLookup(connection => connection.Source);
        var starts = new[] { DefaultStart() }.Concat(Node.Children.Where(child => connections.All(connection => connection.Target != child.Id)))
            .Concat(Node.Children);
        foreach (var start in starts) if (start is not null) Visit(start.Id);

        // Depth first without recursion, because a flowchart may be thousands of activities long: false = on the path, true = done.
        void Visit(string first)
        {
            if (state.ContainsKey(first)) return;
            var path = new Stack<(string Id, IEnumerator<Connection> Ahead)>();
            state[first] = false;
            path.Push((first, outbound[first].GetEnumerator()));
            while (path.TryPeek(out var top))
            {
                if (!top.Ahead.MoveNext())
                {
                    state[path.Pop().Id] = true;
                    continue;
                }
                var connection = top.Ahead.Current;
                var known = state.TryGetValue(connection.Target, out var done);
                if (known && !done) continue;
                forwardInbound[connection.Target].Add(connection);
                if (known) continue;
                state[connection.Target] = false;
                path.Push((connection.Target, outbound[connection.Target].GetEnumerator()));
            }
        }
    }

    static void Replace(List<FlowToken> tokens, Predicate<FlowToken> which, Func<FlowToken, FlowToken> change)
    {
        for (var index = 0; index < tokens.Count; index++) if (which(tokens[index])) tokens[index] = change(tokens[index]);
    }
}

using System.Reflection;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Checks;

/// <summary>Arrows that lead nowhere, activities no arrow leads to, circles without a wait.</summary>
static class FlowchartChecks
{
    public static IEnumerable<Finding> Of(ActivityNode node, Flowchart flowchart) =>
        [.. Connections(node, flowchart), .. Unreachable(node, flowchart), .. Circles(node, flowchart)];

    static IEnumerable<Finding> Connections(ActivityNode node, Flowchart flowchart)
    {
        foreach (var arrow in flowchart.Drawn)
        {
            var source = node.Children.FirstOrDefault(child => child.Id == arrow.Source);
            if (source is null || node.Children.All(child => child.Id != arrow.Target))
                yield return Finding.Warning(source ?? node, Messages.DanglingConnection, arrow.Source, arrow.Target);
            else if (OutcomesOf(source) is { } outcomes && !outcomes.Contains(arrow.Port))
                yield return Finding.Warning(source, Messages.UnknownOutcome, arrow.Port, string.Join(", ", outcomes));
        }
    }

    /// <summary>The outcomes an activity can have; null when only running it tells.</summary>
    static IReadOnlyList<string>? OutcomesOf(ActivityNode node)
    {
        if (node.Activity is NotFoundActivity or RunJavaScript or FlowFork or FlowSendHttpRequest or HttpEndpoint or WorkflowDefinitionActivity
            || node.Children.Count > 0) return null;
        var outcomes = CardOf(node)?.Outcomes ?? [];
        if (node.Activity is FlowSwitch)
            return [.. node.Source.Array("cases")?.OfType<System.Text.Json.Nodes.JsonObject>().Select(item => item.Text("label") ?? "") ?? [],
                "Default"];
        return outcomes.Length > 0 ? outcomes : ["Done"];
    }

    static ActivityAttribute? CardOf(ActivityNode node) => node.Activity.GetType().GetCustomAttribute<ActivityAttribute>();

    static IEnumerable<Finding> Unreachable(ActivityNode node, Flowchart flowchart)
    {
        var reached = flowchart.Starts().Select(start => start.Id).ToHashSet();
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var id))
            foreach (var arrow in flowchart.Connections)
                if (arrow.Source == id && reached.Add(arrow.Target)) open.Enqueue(arrow.Target);
        return node.Children.Where(child => !reached.Contains(child.Id)).Select(child => Finding.Warning(child, Messages.Unreachable));
    }

    static IEnumerable<Finding> Circles(ActivityNode node, Flowchart flowchart)
    {
        var names = node.Children.ToLookup(child => child.Id);
        foreach (var circle in StronglyConnected(node.Children.Select(child => child.Id).Distinct().ToList(),
            flowchart.Connections.ToLookup(arrow => arrow.Source, arrow => arrow.Target)))
        {
            var members = circle.ToHashSet();
            if (members.Count == 1 && !flowchart.Connections.Any(arrow => arrow.Source == circle[0] && arrow.Target == circle[0])) continue;
            var nodes = node.Children.Where(child => members.Contains(child.Id)).ToList();
            if (nodes.Exists(Waits)) continue;
            var listed = string.Join(" → ", nodes.Select(child => child.Id));
            yield return HasWayOut(nodes, members, flowchart) ? Finding.Warning(nodes[0], Messages.LoopWithoutWait, listed)
                : Finding.Error(nodes[0], Messages.EndlessLoop, listed);
        }
    }

    /// <summary>An arrow leads out, or an outcome leads nowhere, which ends the flow.</summary>
    static bool HasWayOut(List<ActivityNode> circle, HashSet<string> members, Flowchart flowchart) =>
        flowchart.Connections.Any(arrow => members.Contains(arrow.Source) && !members.Contains(arrow.Target))
        || circle.Exists(node => OutcomesOf(node) is not { } outcomes
            || outcomes.Any(outcome => flowchart.Connections.All(arrow => arrow.Source != node.Id || arrow.Port != outcome)));

    static bool Waits(ActivityNode node) => node.SelfAndDescendants().Any(part => part.Activity is NotFoundActivity || CardOf(part)?.Waits == true);

    /// <summary>Tarjan's algorithm without recursion, because a flowchart may be thousands of activities long.</summary>
    static IEnumerable<List<string>> StronglyConnected(IReadOnlyList<string> ids, ILookup<string, string> targets)
    {
        var (index, low, onPath) = (new Dictionary<string, int>(), new Dictionary<string, int>(), new HashSet<string>());
        var path = new Stack<string>();
        foreach (var first in ids)
        {
            if (index.ContainsKey(first)) continue;
            var visit = new Stack<(string Id, IEnumerator<string> Ahead)>();
            Enter(first, visit);
            while (visit.TryPeek(out var top))
            {
                if (top.Ahead.MoveNext())
                {
                    var target = top.Ahead.Current;
                    if (!index.TryGetValue(target, out var known)) Enter(target, visit);
                    else if (onPath.Contains(target)) low[top.Id] = Math.Min(low[top.Id], known);
                    continue;
                }
                visit.Pop();
                if (visit.TryPeek(out var parent)) low[parent.Id] = Math.Min(low[parent.Id], low[top.Id]);
                if (low[top.Id] != index[top.Id]) continue;
                var component = new List<string>();
                string member;
                do
                {
                    member = path.Pop();
                    onPath.Remove(member);
                    component.Add(member);
                } while (member != top.Id);
                yield return component;
            }
        }

        void Enter(string id, Stack<(string, IEnumerator<string>)> visit)
        {
            index[id] = low[id] = index.Count;
            path.Push(id);
            onPath.Add(id);
            visit.Push((id, targets[id].GetEnumerator()));
        }
    }
}

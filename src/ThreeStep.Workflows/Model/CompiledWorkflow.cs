using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>A definition version made ready to run: its tree of nodes, each with its bound activity.</summary>
public sealed class CompiledWorkflow
{
    internal CompiledWorkflow(WorkflowDefinition definition, ActivityNode root)
    {
        Definition = definition;
        Root = root;
        nodes = new Dictionary<string, ActivityNode>(StringComparer.Ordinal);
        foreach (var node in root.SelfAndDescendants()) nodes.TryAdd(node.NodeId, node);
    }

    readonly Dictionary<string, ActivityNode> nodes;

    public WorkflowDefinition Definition { get; }
    /// <summary>The workflow itself (<c>Workflow1</c>), whose only child is the definition's root activity.</summary>
    public ActivityNode Root { get; }
    public IReadOnlyCollection<ActivityNode> Nodes => nodes.Values;

    public ActivityNode? Find(string nodeId) => nodes.GetValueOrDefault(nodeId);
    /// <summary>The activity whose name, or else its id, reads as <paramref name="activity"/> in a script, and its output of that name.</summary>
    public (string ActivityId, string Output)? FindOutput(string activity, string output)
    {
        var named = nodes.Values.Where(node => node.Name is { Length: > 0 } name && Names.Pascal(name) == activity);
        foreach (var node in named.Concat(nodes.Values.Where(node => Names.Pascal(node.Id) == activity)))
            if (node.OutputNames.FirstOrDefault(name => name == output || Names.Pascal(name) == output) is { } found) return (node.Id, found);
        return null;
    }

    public ActivityNode? FindById(string activityId) => nodes.Values.FirstOrDefault(node => node.Id == activityId);
}

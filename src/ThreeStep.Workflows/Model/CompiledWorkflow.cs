using ThreeStep.Workflows.Definitions;

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
    public ActivityNode? FindById(string activityId) => nodes.Values.FirstOrDefault(node => node.Id == activityId);
}

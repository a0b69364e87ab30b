using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>One activity at its place in a compiled workflow. Immutable once compiled; shared by all instances of the version.</summary>
public sealed class ActivityNode
{
    internal ActivityNode(JsonObject source, ActivityNode? parent, string port, string id)
    {
        Source = source;
        Parent = parent;
        Port = port;
        Id = id;
        NodeId = parent is null ? id : $"{parent.NodeId}:{id}";
        Name = source.Text("name");
        TypeName = source.Text("type") ?? "";
        Version = source.Number("version") ?? 1;
        var custom = source.Object("customProperties");
        // Studio writes it in either way.
        CanStartWorkflow = source.Flag("canStartWorkflow") || custom?.Flag("canStartWorkflow") == true || custom?.Flag("CanStartWorkflow") == true;
        Variables = VariableDefinition.ReadAll(source.Array("variables"));
    }

    public string Id { get; }
    /// <summary>The path from the root, e.g. <c>Workflow1:flow:visit</c>.</summary>
    public string NodeId { get; }
    public string? Name { get; }
    public string TypeName { get; }
    public int Version { get; }
    public bool CanStartWorkflow { get; }
    /// <summary>The activity's JSON as it stands in the definition.</summary>
    public JsonObject Source { get; }
    public ActivityNode? Parent { get; }
    /// <summary>The property of the parent that holds this activity: root, activities, body, then…</summary>
    public string Port { get; }
    public IReadOnlyList<VariableDefinition> Variables { get; internal set; }
    public IReadOnlyList<ActivityNode> Children => childNodes;
    public Activity Activity { get; internal set; } = null!;
    /// <summary>Set where this node stands for a published definition used as an activity.</summary>
    public WorkflowDefinition? Composite { get; internal set; }

    /// <summary>The names of what this activity hands on.</summary>
    public IEnumerable<string> OutputNames => Composite is { } definition
        ? definition.Outputs.Select(output => output.Name)
        : Activity.GetType().GetProperties().Where(property => typeof(Output).IsAssignableFrom(property.PropertyType))
            .Select(property => property.Name).Concat(Activity.FurtherOutputs);

    internal readonly List<ActivityNode> childNodes = [];

    public ActivityNode? Child(string port) => childNodes.Find(child => string.Equals(child.Port, port, StringComparison.OrdinalIgnoreCase));

    public IEnumerable<ActivityNode> SelfAndDescendants() => childNodes.SelectMany(child => child.SelfAndDescendants()).Prepend(this);

    /// <summary>Variables that this activity and its containers declare, the nearest first.</summary>
    public IEnumerable<VariableDefinition> VariablesInSight()
    {
        for (var level = this; level is not null; level = level.Parent)
            foreach (var variable in level.Variables) yield return variable;
    }

    /// <summary>Names of the variables that this activity and its containers declare or bring with them.</summary>
    public IEnumerable<string> NamesInSight()
    {
        for (var level = this; level is not null; level = level.Parent)
        {
            foreach (var variable in level.Variables) yield return variable.Name;
            foreach (var name in level.Activity.GivenInside) yield return name;
        }
    }

    public override string ToString() => NodeId;
}

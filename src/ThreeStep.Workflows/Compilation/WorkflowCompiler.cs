using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Compilation;

/// <summary>Builds the tree of activities from a definition's JSON. An activity of unknown type becomes one that faults when reached.</summary>
public sealed class WorkflowCompiler(ActivityRegistry registry, IDefinitionSource definitions)
{
    /// <summary>Definitions used as activities may nest this deep before the nesting is taken for a cycle.</summary>
    const int MaximumNesting = 16;

    public CompiledWorkflow Compile(WorkflowDefinition definition)
    {
        var root = new ActivityNode(new JsonObject { ["type"] = WorkflowRoot.TypeName }, null, "", "Workflow1") { Variables = definition.Variables };
        root.Activity = new WorkflowRoot();
        if (definition.Root is { } source) root.childNodes.Add(Build(source, root, "root", 0));
        Bind(root);
        return new CompiledWorkflow(definition, root);
    }

    ActivityNode Build(JsonObject source, ActivityNode parent, string port, int nesting)
    {
        var node = new ActivityNode(source, parent, port, source.Text("id") ?? $"{source.Text("type")}{parent.childNodes.Count + 1}");
        if (registry.Find(node.TypeName, node.Version) is { } type) node.Activity = type.Create();
        else if (nesting < MaximumNesting && definitions.FindAsActivity(node.TypeName, PinnedVersion(source)) is { } composite)
        {
            node.Composite = composite;
            node.Variables = composite.Variables;
            node.Activity = new WorkflowDefinitionActivity();
            if (composite.Root is { } root) node.childNodes.Add(Build(root, node, "root", nesting + 1));
            Bind(node);
            return node;
        }
        else node.Activity = new NotFoundActivity();

        foreach (var (childPort, child) in ChildrenOf(source)) node.childNodes.Add(Build(child, node, childPort, nesting));
        Bind(node);
        return node;
    }

    static void Bind(ActivityNode node)
    {
        node.Activity.Node = node;
        node.Activity.Bind();
    }

    static string? PinnedVersion(JsonObject source) =>
        source.Text("workflowDefinitionVersionId") ?? source.Object("customProperties")?.Text("workflowDefinitionVersionId");

    /// <summary>Embedded activities: a property that is an activity, a list of activities, or a list of cases that each carry one.</summary>
    public static IEnumerable<(string Port, JsonObject Activity)> ChildrenOf(JsonObject source)
    {
        foreach (var (name, value) in source)
        {
            if (name is "metadata" or "customProperties") continue;
            if (value is JsonObject single && IsActivity(single)) yield return (name, single);
            if (value is not JsonArray list) continue;
            foreach (var item in list.OfType<JsonObject>())
            {
                if (IsActivity(item)) yield return (name, item);
                else if (item["activity"] is JsonObject embedded && IsActivity(embedded)) yield return (item.Text("label") ?? name, embedded);
            }
        }
    }

    static bool IsActivity(JsonObject candidate) => candidate.Text("type") is not null
        && (candidate.ContainsKey("id") || candidate.ContainsKey("nodeId")) && !candidate.ContainsKey("expression");
}

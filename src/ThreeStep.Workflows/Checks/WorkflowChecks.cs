using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Checks;

/// <summary>What is looked at before a workflow is published: what is certainly wrong, and what most likely is.</summary>
public static class WorkflowChecks
{
    /// <returns>Errors first, then in the order of the activities.</returns>
    public static IReadOnlyList<Finding> Of(CompiledWorkflow workflow, IDefinitionSource definitions)
    {
        using var scripts = new ExpressionChecks(workflow);
        return workflow.Root.OwnDescendants().SelectMany(node => OfActivity(node, definitions, scripts)).Concat(SameIds(workflow)).OrderByDescending(finding => finding.Severity).ToList();
    }

    static IEnumerable<Finding> OfActivity(ActivityNode node, IDefinitionSource definitions, ExpressionChecks scripts)
    {
        if (node.Activity is NotFoundActivity) return [Finding.Warning(node, Messages.UnknownType, node.TypeName)];
        var ofFlow = node.Activity is Flowchart flowchart ? FlowchartChecks.Of(node, flowchart) : [];
        return [.. ofFlow, .. scripts.Of(node), .. node.Activity.Check(definitions)];
    }

    static IEnumerable<Finding> SameIds(CompiledWorkflow workflow) =>
        from node in workflow.Root.OwnDescendants()
        group node by node.NodeId into same
        where same.Count() > 1
        select Finding.Error(same.First(), Messages.SameId, same.Count());

    /// <summary>Without what stands inside of other definitions, which are checked when those are published.</summary>
    static IEnumerable<ActivityNode> OwnDescendants(this ActivityNode node) => node.Children.SelectMany(child => child.Composite is null ? child.OwnDescendants().Prepend(child) : [child]);
}

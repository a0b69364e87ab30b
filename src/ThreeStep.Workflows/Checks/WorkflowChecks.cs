using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Compilation;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Checks;

/// <summary>What is looked at before a workflow is published: what is certainly wrong, and what most likely is.</summary>
public static class WorkflowChecks
{
    /// <returns>Errors first, then in the order of the activities.</returns>
    public static IReadOnlyList<Finding> Of(CompiledWorkflow workflow, IDefinitionSource definitions, IRecordReader records)
    {
        var around = new Surroundings(workflow, definitions, records);
        using var scripts = new ExpressionChecks(around);
        IEnumerable<Finding> findings =
        [
            .. ValueChecks.OfInputs(workflow),
            .. ValueChecks.OfSettings(workflow),
            .. workflow.Root.OwnDescendants().Where(node => node.Composite is null).Prepend(workflow.Root).SelectMany(ValueChecks.OfVariables),
            .. workflow.Root.OwnDescendants().SelectMany(node => OfActivity(node, around, scripts)),
            .. SameIds(workflow),
        ];
        return findings.OrderByDescending(finding => finding.Severity).ToList();
    }

    static IEnumerable<Finding> OfActivity(ActivityNode node, Surroundings around, ExpressionChecks scripts)
    {
        if (node.Activity is NotFoundActivity) return [Unknown(node)];
        var ofFlow = node.Activity is Flowchart flowchart ? FlowchartChecks.Of(node, flowchart) : [];
        return [.. ofFlow, .. ValueChecks.Of(node, around), .. scripts.Of(node), .. node.Activity.Check(around.Definitions)];
    }

    /// <summary>
    /// Elsa publishes what needs a module that is missing, and faults when it gets there; exported workflows and Elsa's tools rely on that, so for
    /// its own types that is a warning. Any other type that is not there is a slip of the pen, or a workflow that is not published yet.
    /// </summary>
    static Finding Unknown(ActivityNode node) => node.TypeName.StartsWith("Elsa.", StringComparison.Ordinal)
        ? Finding.Warning(node, Messages.MissingModule, node.TypeName)
        : Finding.Error(node, Messages.UnknownType, node.TypeName);

    static IEnumerable<Finding> SameIds(CompiledWorkflow workflow) =>
        from node in workflow.Root.OwnDescendants()
        group node by node.NodeId into same
        where same.Count() > 1
        select Finding.Error(same.First(), Messages.SameId, same.Count());

    /// <summary>Without what stands inside of other definitions, which are checked when those are published.</summary>
    static IEnumerable<ActivityNode> OwnDescendants(this ActivityNode node) =>
        node.Children.SelectMany(child => child.Composite is null ? child.OwnDescendants().Prepend(child) : [child]);
}

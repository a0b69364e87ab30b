using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// The tables by which deals are judged: the company's matrix, and those that published workflows bring of their own. Until a matrix was saved,
/// that of the rules counts only where a workflow asks by it, or where there is no other.
/// </summary>
public static class TablesInForce
{
    /// <summary>A table that can only be known while a workflow runs (a script) is null: nobody decides alone by it.</summary>
    public static IReadOnlyList<ApprovalMatrix?> Of(ProcessDatabase database, CompiledDefinitions definitions)
    {
        var (matrix, large) = (MatrixVersion.InForce(database), MatrixVersion.LargeAmount(database));
        var tables = definitions.Published().SelectMany(workflow => workflow.Nodes).Select(node => node.Activity).OfType<RequestApproval>()
            .Where(activity => activity.IsAboutDeals).Select(activity => activity.TableFor(matrix, large)).Distinct().ToList();
        return tables.Contains(matrix) || matrix.Version is null && tables.Count > 0 ? tables : [matrix, .. tables];
    }

    /// <summary>The published workflows that bring a table of their own; null where it can only be known while they run.</summary>
    public static IReadOnlyList<(string DefinitionId, string Name, ApprovalMatrix? Table)> OfWorkflows(ProcessDatabase database,
        CompiledDefinitions definitions)
    {
        var (matrix, large) = (MatrixVersion.InForce(database), MatrixVersion.LargeAmount(database));
        return definitions.Published().SelectMany(workflow => workflow.Nodes.Select(node => node.Activity).OfType<RequestApproval>()
            .Where(activity => activity.IsAboutDeals)
            .Select(activity => (workflow.Definition.DefinitionId, Name: workflow.Definition.Shown, Table: activity.TableFor(matrix, large))))
            .Where(own => own.Table != matrix).Select(own => (own.DefinitionId, own.Name, own.Table)).ToList();
    }
}

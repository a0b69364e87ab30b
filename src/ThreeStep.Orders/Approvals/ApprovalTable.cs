using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>An approval table: its tiers, and from which amount on a deal is large (null: the company's limit).</summary>
public sealed record ApprovalTable(IReadOnlyList<ApprovalTier> Tiers, decimal? LargeAmount)
{
    /// <summary>The table of RULES, used where a workflow brings none of its own.</summary>
    public static readonly ApprovalTable Default = new(ApprovalTier.Defaults, null);

    /// <summary>
    /// The tables in force: those of every published workflow that asks for approvals. Where none is published, the rules' own counts. A table that can only be
    /// known while a workflow runs (a script) is null: nobody decides alone by it.
    /// </summary>
    public static IReadOnlyList<ApprovalTable?> InForce(DefinitionStore definitions)
    {
        var tables = definitions.Published().SelectMany(workflow => workflow.Nodes.Where(node => node.Activity is RequestApproval).Select(node => RequestApproval.TableOf((RequestApproval)node.Activity))).ToList();
        return tables.Count > 0 ? tables : [Default];
    }

    /// <summary>Reads the tiers from what a workflow gives: a list, or a text with a list.</summary>
    /// <exception cref="FormatException">It is no approval table.</exception>
    public static IReadOnlyList<ApprovalTier> ReadTiers(JsonNode? source)
    {
        if (ValueConversion.ToNamedType(source, "Object") is not { } table) return ApprovalTier.Defaults;
        try
        {
            return table.Deserialize<List<ApprovalTier>>(Json.Options) is { Count: > 0 } tiers && tiers.TrueForAll(tier => tier.Positions is not null)
                ? tiers : throw new FormatException("The approval table is empty or has a line without positions.");
        }
        catch (JsonException error) { throw new FormatException($"The approval table cannot be read: {error.Message}", error); }
    }
}

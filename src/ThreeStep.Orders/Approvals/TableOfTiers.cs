using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>An approval table as a workflow brings it: it can be read, and somebody may hold every position in it.</summary>
public sealed class TableOfTiers : ValueKind
{
    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var usual = string.Join(", ", Positions.Usual);
        foreach (var (tier, number) in ApprovalTable.ReadTiers(value).Select((tier, index) => (tier, index + 1)))
            if (tier.Positions.FirstOrDefault(position => IsHeldByNobody(position, around)) is { } unknown)
                return Objection.Certain($"Tier {number} asks for a {unknown}, a position that nobody has. The usual ones: {usual}.");
        return null;
    }

    static bool IsHeldByNobody(string position, Surroundings around) =>
        !Positions.Usual.Contains(position) && around.Records.Read("Position", position) is null
        && around.Records.Read("UsersByPosition", position) is not JsonArray { Count: > 0 };
}

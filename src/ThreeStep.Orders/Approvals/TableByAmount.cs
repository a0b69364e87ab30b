using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>An <see cref="AmountTable"/> as a workflow brings it: it can be read, and everybody in it is there.</summary>
public sealed class TableByAmount : ValueKind
{
    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around)
    {
        var usual = string.Join(", ", Positions.Usual);
        foreach (var (row, number) in AmountTable.Read(value, Company.UsualLargeDealAmount).Rows.Select((row, index) => (row, index + 1)))
            foreach (var approver in row.Who)
                switch (approver.Kind)
                {
                    case ApproverKind.Position when IsHeldByNobody(approver.Value, around):
                        return Objection.Certain($"Row {number} asks for a {approver.Value}, a position that nobody has. The usual ones: {usual}.");
                    case ApproverKind.Person when around.Records.Read("User", approver.Value) is not JsonObject:
                        return Objection.Certain($"Row {number} asks for “{approver.Value}”, and there is nobody with that id.");
                }
        return null;
    }

    static bool IsHeldByNobody(string position, Surroundings around) =>
        !Positions.Usual.Contains(position) && around.Records.Read("Position", position) is null
        && around.Records.Read("UsersByPosition", position) is not JsonArray { Count: > 0 };
}

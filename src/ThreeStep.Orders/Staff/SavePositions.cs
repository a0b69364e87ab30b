using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Staff;

/// <summary>An administrator says which positions the company has beside the usual ones.</summary>
public static class SavePositions
{
    const int Most = 50;

    /// <param name="names">All of them: one that is left out goes.</param>
    /// <exception cref="RefusalException">One that goes is held by somebody or named in the approval matrix, or there are too many.</exception>
    public static IReadOnlyList<string> Apply(Change change, IReadOnlyList<string?>? names)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        var own = (names ?? []).Select(name => TextField.Required(name, "positions", "A position needs a name.", TextField.LongestName))
            .Except(Positions.Usual, StringComparer.OrdinalIgnoreCase).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (own.Count > Most) throw RefusalException.Invalid("positions", $"At most {Most} positions beside the usual ones.");
        var former = Positions.Own(change.Database);
        foreach (var gone in former.Except(own))
        {
            var holders = change.Database.Users.Where(user => user.IsActive && user.Position == gone).Select(user => user.Name).Take(3).ToList();
            if (holders.Count > 0)
                throw RefusalException.Conflict($"“{gone}” is held by {string.Join(", ", holders)}. Give them another position first.", "positions");
            if (MatrixVersion.InForce(change.Database).Rows.Any(row =>
                row.Who.Any(approver => approver.Kind == ApproverKind.Position && approver.Value == gone)))
                throw RefusalException.Conflict($"The approval matrix asks for “{gone}”. Change it there first.", "positions");
        }
        Positions.SetOwn(change.Database, own);
        change.Audit(AuditAction.PositionsChanged, "positions",
            string.Join(", ", own.Except(former).Select(name => $"+ {name}").Concat(former.Except(own).Select(name => $"− {name}"))));
        return own;
    }
}

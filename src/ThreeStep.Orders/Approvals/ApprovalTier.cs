using System.Text.Json.Serialization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// One line of an approval table as workflows write it: up to which discount, who must say yes, how they count, how long they may take.
/// </summary>
/// <param name="UpToPercent">Discounts up to and including this belong to the tier.</param>
/// <param name="Positions">Who is asked; none means the rep may decide alone.</param>
/// <param name="Hours">Time to answer (SLA), in hours.</param>
/// <param name="Within">The same in words, such as "2 working days"; it counts where it is given.</param>
/// <param name="Quorum">How many yeses it takes, with the mode Quorum.</param>
public sealed record ApprovalTier(
    decimal UpToPercent, IReadOnlyList<string> Positions, ApprovalMode Mode, double Hours, string? Within = null, int Quorum = 1)
{
    /// <summary>Time to answer.</summary>
    [JsonIgnore] public Duration Limit => Within is { } words ? Durations.Read(words) : TimeSpan.FromHours(Hours);

    /// <summary>The table of RULES ("Approvals"), used where nobody has said otherwise.</summary>
    public static readonly IReadOnlyList<ApprovalTier> Defaults =
    [
        new(10, [], ApprovalMode.Any, 0),
        new(20, ["SalesManager"], ApprovalMode.Any, 24, "1 working day"),
        new(30, ["Director"], ApprovalMode.Any, 48, "2 working days"),
        new(40, ["SalesHead", "Finance"], ApprovalMode.All, 48, "2 working days"),
        new(100, ["CFO", "CEO"], ApprovalMode.All, 48, "2 working days"),
    ];
}

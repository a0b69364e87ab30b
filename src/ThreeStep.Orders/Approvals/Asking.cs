using System.Text.Json.Serialization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// What a table calls for: whose yes, how several of them count, how long they may take. With nobody in it the owner decides alone.
/// </summary>
/// <param name="Quorum">How many yeses it takes, with <see cref="ApprovalMode.Quorum"/>.</param>
/// <param name="Within">Time to answer, such as "2 working days"; null where nobody is asked.</param>
public sealed record Asking(IReadOnlyList<Approver> Who, ApprovalMode Mode = ApprovalMode.Any, int Quorum = 1, string? Within = null)
{
    [JsonIgnore] public bool IsNobody => Who.Count == 0;

    /// <summary>Time to answer.</summary>
    [JsonIgnore] public Duration? Limit => Within is { } words ? Durations.Read(words) : null;

    /// <summary>How many yeses it takes of so many people.</summary>
    public int RequiredOf(int people) => Mode switch
    {
        ApprovalMode.Any => 1,
        ApprovalMode.Quorum => Math.Min(Quorum, people),
        _ => people,
    };
}

/// <summary>What a table says about terms.</summary>
/// <param name="Row">The number of the row that fits them, from 1.</param>
/// <param name="Version">Of the company's matrix; null for the table of a workflow, and for the rules' own.</param>
/// <param name="Rule">Why this row, in plain words.</param>
public sealed record Verdict(Asking Asks, int Row, long? Version, string Rule);

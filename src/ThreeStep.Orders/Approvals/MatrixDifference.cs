using System.Text.Json;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>What is another way in a table than in the one before it.</summary>
/// <param name="Removed">Rows that are gone, with the numbers they had.</param>
/// <param name="Added">Rows that are new, with their numbers.</param>
/// <param name="IsOrderChanged">The rows that are in both stand in another order.</param>
public sealed record MatrixDifference(
    IReadOnlyList<NumberedRow> Removed, IReadOnlyList<NumberedRow> Added, bool IsOrderChanged, bool AreConcessionsChanged, bool AreGroupsChanged)
{
    public bool IsNothing => Removed.Count == 0 && Added.Count == 0 && !IsOrderChanged && !AreConcessionsChanged && !AreGroupsChanged;

    public static MatrixDifference Of(ApprovalMatrix before, ApprovalMatrix after)
    {
        var (former, present) = (Numbered(before), Numbered(after));
        var (formerTexts, presentTexts) = (former.Select(row => row.Text).ToHashSet(), present.Select(row => row.Text).ToHashSet());
        return new(
            former.Where(row => !presentTexts.Contains(row.Text)).Select(row => row.Row).ToList(),
            present.Where(row => !formerTexts.Contains(row.Text)).Select(row => row.Row).ToList(),
            !former.Where(row => presentTexts.Contains(row.Text)).Select(row => row.Text)
                .SequenceEqual(present.Where(row => formerTexts.Contains(row.Text)).Select(row => row.Text)),
            before.Concessions != after.Concessions, Written(before.Groups) != Written(after.Groups));
    }

    static List<(string Text, NumberedRow Row)> Numbered(ApprovalMatrix matrix) =>
        matrix.Rows.Select((row, index) => (Written(row), new NumberedRow(index + 1, row))).ToList();

    static string Written<T>(T part) => JsonSerializer.Serialize(part, Json.Options);
}

public sealed record NumberedRow(int Number, MatrixRow Row);

using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>Something the approvers should know, by its name.</summary>
public sealed record ApprovalFact(string Name, string Text)
{
    const int MostFacts = 30;
    const int LongestName = 60;

    /// <summary>Facts as they can be kept, in the order they were given; those without a text are left out.</summary>
    /// <exception cref="RefusalException">There are too many, one has no name or is too long.</exception>
    public static IReadOnlyList<ApprovalFact> Checked(IEnumerable<KeyValuePair<string, string?>>? given)
    {
        var facts = new List<ApprovalFact>();
        foreach (var (name, text) in given ?? [])
            if (TextField.Note(text, "facts", 2_000) is { } said)
                facts.Add(new(TextField.Required(name, "facts", "Every fact has a name.", LongestName), said));
        return facts.Count <= MostFacts ? facts : throw RefusalException.Invalid("facts", $"At most {MostFacts} facts.");
    }
}

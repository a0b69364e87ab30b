namespace ThreeStep.Orders.Import;

/// <summary>What an import did: counts by kind of record, and every row that did not match, with what was done about it.</summary>
public sealed record ImportReport(IReadOnlyList<ImportCount> Counts, IReadOnlyList<ImportFinding> Findings, IReadOnlyList<string> Notes)
{
    /// <summary>Findings of the same sort with how many rows have it.</summary>
    public IEnumerable<(string Finding, string Action, int Rows)> Summary() =>
        Findings.GroupBy(finding => (finding.What, finding.Action)).OrderByDescending(group => group.Count())
            .Select(group => (group.Key.What, group.Key.Action, group.Count()));
}

public sealed record ImportCount(string Kind, int InFile, int Added, int Changed, int Unchanged);

/// <param name="Line">From 1, the header included.</param>
public sealed record ImportFinding(string File, int Line, string What, string Value, string Action);

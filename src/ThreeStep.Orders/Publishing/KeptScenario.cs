namespace ThreeStep.Orders.Publishing;

/// <summary>Scenarios of a workflow that its owners have written on the server, beside those of the installation's files. Times are UTC.</summary>
public sealed class KeptScenario
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    /// <summary>What the text is called; each of a workflow has another.</summary>
    public required string Name { get; init; }
    /// <summary>As docs/scenarios.md says.</summary>
    public required string Text { get; set; }
    /// <summary>Null for the server's key.</summary>
    public string? SavedById { get; set; }
    public DateTimeOffset SavedAt { get; set; }
}

/// <summary>What the scenarios of a workflow said when they were played over one content of it. Times are UTC.</summary>
public sealed class ScenarioRunRow
{
    public required string DefinitionId { get; init; }
    /// <summary>Of the workflow's content, see <see cref="Runtime.Definitions.DefinitionStore.RevisionOf"/>.</summary>
    public required string Revision { get; init; }
    /// <summary>Of everything else it depends on: the scenarios and the other workflows. With another one it is out of date.</summary>
    public required string Basis { get; set; }
    public DateTimeOffset At { get; set; }
    public int Passed { get; set; }
    public int Failed { get; set; }
    /// <summary>Each with its name, and where it went another way how, as JSON.</summary>
    public required string Document { get; set; }

    /// <summary>For whoever is asked to agree: how many passed, or which did not, in both languages.</summary>
    public string Summary => Failed == 0 ? $"{Passed} 个通过 · {Passed} passed" : $"{Failed}/{Passed + Failed} 个未通过 · {Failed} of {Passed + Failed} fail";
}

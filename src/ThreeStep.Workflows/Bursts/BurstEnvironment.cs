using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Bursts;

/// <summary>Everything a burst may ask for from outside; all of it read-only.</summary>
public sealed record BurstEnvironment(DateTimeOffset Now, IIdSource Ids, IRecordReader Records, IDefinitionSource Definitions)
{
    public BurstBudget Budget { get; init; } = BurstBudget.Default;
}

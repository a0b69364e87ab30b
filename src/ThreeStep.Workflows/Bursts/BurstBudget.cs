using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Bursts;

/// <summary>How much one burst may do before it is stopped with an incident, so that an endless loop cannot hang the server.</summary>
/// <param name="Activities">Activity executions.</param>
/// <param name="Time">Real time on the processor.</param>
public sealed record BurstBudget(int Activities, TimeSpan Time)
{
    public static readonly BurstBudget Default = new(10_000, TimeSpan.FromSeconds(20));
}

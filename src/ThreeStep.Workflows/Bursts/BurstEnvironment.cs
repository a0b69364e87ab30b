using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Workflows.Bursts;

/// <summary>Everything a burst may ask for from outside; all of it read-only.</summary>
public sealed record BurstEnvironment(DateTimeOffset Now, IIdSource Ids, IRecordReader Records, IDefinitionSource Definitions)
{
    public BurstBudget Budget { get; init; } = BurstBudget.Default;
}

/// <summary>How much one burst may do before it is stopped with an incident, so that an endless loop cannot hang the server.</summary>
/// <param name="Activities">Activity executions.</param>
/// <param name="Time">Real time on the processor.</param>
public sealed record BurstBudget(int Activities, TimeSpan Time)
{
    public static readonly BurstBudget Default = new(10_000, TimeSpan.FromSeconds(20));
}

/// <summary>Where new ids come from. Injected, so that a test or a replay gets the same ones again.</summary>
public interface IIdSource
{
    string Next();
}

/// <summary>Read-only access to domain records, as JSON with camelCase names; null when there is none.</summary>
public interface IRecordReader
{
    JsonNode? Read(string kind, string id);
}

/// <summary>Sixteen hexadecimal digits from the system's random source.</summary>
public sealed class RandomIds : IIdSource
{
    public string Next() => System.Security.Cryptography.RandomNumberGenerator.GetHexString(16, lowercase: true);
}

/// <summary>1, 2, 3…: the same ids in the same order each time.</summary>
public sealed class CountingIds(string prefix = "") : IIdSource
{
    int last;
    public string Next() => $"{prefix}{Interlocked.Increment(ref last)}";
}

/// <summary>No domain records at all.</summary>
public sealed class NoRecords : IRecordReader
{
    public JsonNode? Read(string kind, string id) => null;
}

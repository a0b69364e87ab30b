using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Bursts;

/// <summary>1, 2, 3…: the same ids in the same order each time.</summary>
public sealed class CountingIds(string prefix = "") : IIdSource
{
    int last;
    public string Next() => $"{prefix}{Interlocked.Increment(ref last)}";
}

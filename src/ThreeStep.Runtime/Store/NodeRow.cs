namespace ThreeStep.Runtime.Store;

/// <summary>A server that shares the store with others. Times are milliseconds of Unix by the database's clock.</summary>
public sealed class NodeRow
{
    public required string Id { get; init; }
    public required string Machine { get; init; }
    public int ProcessId { get; init; }
    public required string Version { get; init; }
    public long StartedAt { get; init; }
    public long BeatAt { get; init; }
    /// <summary>Of all processors of the machine together, between the last two beats.</summary>
    public int ProcessorPercent { get; init; }
    public int MemoryMegabytes { get; init; }
}

/// <summary>What only one node does at a time, and which does it until when (milliseconds of Unix by the database's clock).</summary>
public sealed class LeaseRow
{
    public required string Name { get; init; }
    public required string Holder { get; init; }
    public long Until { get; init; }
}

namespace ThreeStep.Runtime.Store;

/// <summary>Nodes in SQL, by the database's clock in milliseconds of Unix: those of the nodes may differ.</summary>
static class NodeSql
{
    /// <summary>A node that has not been heard of for so long counts as gone (milliseconds).</summary>
    public const long Patience = 10_000;
    public const string Now = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

    /// <summary>Whether a row of nodes is that of one that lives.</summary>
    public static readonly string Lives = $"beat_at > {Now} - {Patience}";

    public static readonly string Beat = $"""
        INSERT INTO nodes (id, machine, process_id, version, started_at, beat_at, processor_percent, memory_megabytes)
        VALUES (@id, @machine, @process_id, @version, {Now}, {Now}, @processor_percent, @memory_megabytes)
        ON CONFLICT (id) DO UPDATE SET beat_at = excluded.beat_at, processor_percent = excluded.processor_percent,
            memory_megabytes = excluded.memory_megabytes
        """;

    /// <summary>Changes a row where the lease is free or the node's own already.</summary>
    public static readonly string TakeLease = $"""
        INSERT INTO leases (name, holder, until) VALUES (@name, @holder, {Now} + {Patience})
        ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE leases.until < {Now} OR leases.holder = excluded.holder
        """;

    public static readonly string ForgetOld = $"DELETE FROM nodes WHERE beat_at < {Now} - 86400000";
    public const string Leave = "DELETE FROM nodes WHERE id = @id";
    public const string GiveLeasesBack = "DELETE FROM leases WHERE holder = @id";
}

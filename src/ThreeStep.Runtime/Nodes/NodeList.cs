using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Nodes;

/// <summary>A server, as those who look after it see it.</summary>
/// <param name="StartedAt">UTC, by the database's clock.</param>
/// <param name="SilentSeconds">How long it has not been heard of.</param>
/// <param name="Lives">False: what it had is free for the others.</param>
/// <param name="DoesChores">Whether it does what only one does at a time: chores, figures, nightly work.</param>
/// <param name="ProcessorPercent">Of all processors of its machine together.</param>
/// <param name="IsThis">Whether it is the one that was asked.</param>
public sealed record Node(string Id, string Machine, int ProcessId, string Version, DateTimeOffset StartedAt, int SilentSeconds, bool Lives,
    bool DoesChores, int ProcessorPercent, int MemoryMegabytes, bool IsThis);

public static class NodeList
{
    /// <summary>All that were heard of within a day, the longest known first; where the store is not shared, this one.</summary>
    public static async Task<IReadOnlyList<Node>> Read(ProcessStore store, ProcessDatabase database, CancellationToken token)
    {
        if (!store.IsShared) return [Alone(store)];
        var now = await database.Database.SqlQueryRaw<long>($"SELECT {NodeSql.Now} AS \"Value\"").SingleAsync(token);
        var holders = await database.Leases.Where(lease => lease.Until > now).Select(lease => lease.Holder).ToListAsync(token);
        var rows = await database.Nodes.OrderBy(row => row.StartedAt).ThenBy(row => row.Id).ToListAsync(token);
        return rows.ConvertAll(row => Of(row, now, holders.Contains(row.Id), row.Id == store.Node));
    }

    static Node Of(NodeRow row, long now, bool hasLease, bool isThis)
    {
        var silent = Math.Max(0, now - row.BeatAt);
        var lives = silent < NodeSql.Patience;
        return new(row.Id, row.Machine, row.ProcessId, row.Version, DateTimeOffset.FromUnixTimeMilliseconds(row.StartedAt), (int)(silent / 1000),
            lives, lives && hasLease, row.ProcessorPercent, row.MemoryMegabytes, isThis);
    }

    static Node Alone(ProcessStore store)
    {
        using var process = Process.GetCurrentProcess();
        var (startedAt, now) = (process.StartTime.ToUniversalTime(), TimeProvider.System.GetUtcNow().UtcDateTime);
        var share = Environment.CpuUsage.TotalTime / ((now - startedAt) * Environment.ProcessorCount);
        return new(store.Node, Environment.MachineName, Environment.ProcessId, NodeBeat.Version, startedAt, 0, Lives: true, DoesChores: true,
            (int)Math.Round(100 * Math.Clamp(share, 0, 1)), NodeLoad.MemoryMegabytes, IsThis: true);
    }
}

using System.Reflection;
using Microsoft.Extensions.Hosting;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Nodes;

/// <summary>
/// Lets other nodes know that this one lives, and holds the lease of what only one of them does at a time: chores, figures, nightly work. Where the
/// store is not shared there is nobody to tell, and the one server does it all.
/// </summary>
public sealed class NodeBeat(ProcessStore store) : IHostedService, IDisposable
{
    const string Lease = "chores";
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    /// <summary>Before the others may take the lease, this node has stopped relying on it.</summary>
    static readonly TimeSpan Trust = TimeSpan.FromMilliseconds(NodeSql.Patience) - 2 * Pause;

    internal static string Version { get; } = (Assembly.GetEntryAssembly() ?? typeof(NodeBeat).Assembly)
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";

    readonly NodeLoad load = new();
    readonly CancellationTokenSource stopping = new();
    Task beating = Task.CompletedTask;
    /// <summary>By the process's own counter, which no change of a clock moves; 0 while it has none.</summary>
    long heldSince;

    /// <summary>Whether this node does at present what only one does.</summary>
    public bool IsLeader => !store.IsShared
        || Volatile.Read(ref heldSince) is not 0 and var since && TimeProvider.System.GetElapsedTime(since) < Trust;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!store.IsShared) return;
        // Before anything is taken: what belongs to a node that nobody knows is free.
        Beat();
        beating = Task.Run(Go, CancellationToken.None);
        await Task.CompletedTask;
    }

    async Task Go()
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
                try { Beat(); }
                catch (Exception error) when (Unavailability.Of(error) is not null) { /* Nobody hears of it until it is there again. */ }
        }
        catch (OperationCanceledException) { }
    }

    void Beat()
    {
        var since = TimeProvider.System.GetTimestamp();
        using var connection = store.Open();
        using var sql = new SqlSession(connection);
        sql.Run(NodeSql.Beat, ("@id", store.Node), ("@machine", Environment.MachineName), ("@process_id", Environment.ProcessId),
            ("@version", Version), ("@processor_percent", load.ProcessorPercent()), ("@memory_megabytes", NodeLoad.MemoryMegabytes));
        var isHeld = sql.Run(NodeSql.TakeLease, ("@name", Lease), ("@holder", store.Node)) == 1;
        Volatile.Write(ref heldSince, isHeld ? since : 0);
        if (isHeld) sql.Run(NodeSql.ForgetOld);
    }

    /// <summary>What this node had is free at once.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!store.IsShared) return;
        await stopping.CancelAsync();
        await beating;
        Volatile.Write(ref heldSince, 0);
        try
        {
            using var connection = store.Open();
            using var sql = new SqlSession(connection);
            sql.Run(NodeSql.Leave, ("@id", store.Node));
            sql.Run(NodeSql.GiveLeasesBack, ("@id", store.Node));
        }
        catch (Exception error) when (Unavailability.Of(error) is not null) { /* It is noticed within seconds. */ }
    }

    public void Dispose() => stopping.Dispose();
}

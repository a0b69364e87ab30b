using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// Tells the viewers of an instance what its bursts did, on this node at once, on another one soon. It reads and sends apart from the bursts, which
/// do not wait for it.
/// </summary>
sealed class InstanceBroadcast(WorkflowRuntime runtime, ObservedInstances observed,
    IHubContext<InstanceHub> hub, ProcessStore store, CompiledDefinitions definitions, ILogger<InstanceBroadcast> log) : BackgroundService
{
    /// <summary>How often the store is asked about bursts of other nodes, while anybody looks at an instance.</summary>
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <param name="NodeIds">Of the steps that have moved; null for all.</param>
    sealed record Moved(string InstanceId, IReadOnlyList<string>? NodeIds);

    readonly Channel<Moved> moves =
        Channel.CreateBounded<Moved>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        runtime.BurstCommitted += Take;
        var others = store.IsShared ? FollowOthers(stoppingToken) : Task.CompletedTask;
        try
        {
            await foreach (var moved in moves.Reader.ReadAllAsync(stoppingToken))
                await LogFailure(() => Tell(moved, stoppingToken), moved.InstanceId);
        }
        catch (OperationCanceledException) { }
        finally { runtime.BurstCommitted -= Take; }
        await others;
    }

    async Task LogFailure(Func<Task> act, string what)
    {
        try { await act(); }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogWarning(error, "The viewers of instance {InstanceId} were not told", what);
        }
    }

    void Take(BurstResult burst)
    {
        if (observed.Contains(burst.State.Id)) moves.Writer.TryWrite(new(burst.State.Id, [.. burst.Journal.Select(entry => entry.NodeId)]));
    }

    /// <summary>What is looked at is little, and nothing is asked while nobody looks.</summary>
    async Task FollowOthers(CancellationToken stopping)
    {
        var versions = new Dictionary<string, long>();
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                if (observed.All is { Count: > 0 } watched) await LogFailure(() => Compare(watched, versions, stopping), "of other nodes");
                else versions.Clear();
        }
        catch (OperationCanceledException) { }
    }

    async Task Compare(IReadOnlyCollection<string> watched, Dictionary<string, long> versions, CancellationToken stopping)
    {
        await using var database = store.Query();
        var present = await database.Instances.Where(row => watched.Contains(row.Id)).Select(row => new { row.Id, row.RowVersion })
            .ToListAsync(stopping);
        foreach (var row in present)
        {
            // What came between a viewer's look and this one is told by the first; this node's own are told once more, which changes nothing.
            if (!versions.TryGetValue(row.Id, out var known) || known != row.RowVersion) moves.Writer.TryWrite(new(row.Id, null));
            versions[row.Id] = row.RowVersion;
        }
    }

    async Task Tell(Moved moved, CancellationToken stopping)
    {
        var id = moved.InstanceId;
        if (await InstanceEndpoints.ReadJournal(id, Actor.Server, store, definitions, stopping) is not { } journal) return;
        // Who has lost sight of it since is told nothing more.
        var seeing = observed.Of(id).Where(watched => InstanceGate.Sees(watched.Viewer, store, id)).Select(watched => watched.ConnectionId).ToList();
        var viewers = hub.Clients.Clients(seeing);
        var nodeIds = moved.NodeIds ?? [.. journal.Entries.Select(item => item.Entry.NodeId).Distinct()];
        var stats = WithContainers(nodeIds).Select(nodeId => (JsonNode)journal.Statistics(nodeId)).ToArray();
        await viewers.SendAsync("ActivityExecutionLogUpdatedAsync", new JsonObject { ["stats"] = new JsonArray(stats) }, stopping);
        await viewers.SendAsync("WorkflowExecutionLogUpdatedAsync", new JsonObject(), stopping);
        await viewers.SendAsync("WorkflowInstanceUpdatedAsync", new JsonObject { ["workflowInstanceId"] = id }, stopping);
    }

    /// <summary>The nodes and all they stand in, which count as running with them.</summary>
    static IEnumerable<string> WithContainers(IEnumerable<string> nodeIds) => nodeIds
        .SelectMany(nodeId =>
            nodeId.Select((letter, index) => (letter, index)).Where(item => item.letter == ':').Select(item => nodeId[..item.index]).Append(nodeId))
            .Distinct().Order(StringComparer.Ordinal);
}

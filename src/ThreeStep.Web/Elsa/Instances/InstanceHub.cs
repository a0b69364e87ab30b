using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>Where Studio's instance viewer listens. It asks for an instance, and hears of each of its bursts.</summary>
sealed class InstanceHub(EngineReader reader, ProcessStore store, ObservedInstances observed) : Hub
{
    /// <exception cref="HubException">There is no such instance, or the caller does not see it.</exception>
    public Task ObserveInstanceAsync(string instanceId)
    {
        if (reader.LoadInstance(instanceId) is null || !InstanceGate.Sees(Context.User!.Actor(), store, instanceId))
            throw new HubException("Access denied.");
        observed.Add(Context.ConnectionId, instanceId, Context.User!.Actor());
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        observed.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

/// <summary>Which instances somebody looks at, so that all others cost nothing.</summary>
sealed class ObservedInstances
{
    readonly ConcurrentDictionary<string, (string Instance, Actor Viewer)> byConnection = new();
    volatile HashSet<string> instances = [];

    public void Add(string connectionId, string instanceId, Actor viewer)
    {
        byConnection[connectionId] = (instanceId, viewer);
        Count();
    }

    public void Remove(string connectionId)
    {
        if (byConnection.TryRemove(connectionId, out _)) Count();
    }

    void Count() => instances = [.. byConnection.Values.Select(watched => watched.Instance)];

    /// <summary>The connections that look at an instance, and who looks.</summary>
    public IReadOnlyList<(string ConnectionId, Actor Viewer)> Of(string instanceId) =>
        byConnection.Where(watched => watched.Value.Instance == instanceId).Select(watched => (watched.Key, watched.Value.Viewer)).ToList();

    public bool Contains(string instanceId) => instances.Contains(instanceId);
}

/// <summary>Tells the viewers of an instance what its bursts did. It reads and sends apart from the bursts, which do not wait for it.</summary>
sealed class InstanceBroadcast(WorkflowRuntime runtime, ObservedInstances observed,
    IHubContext<InstanceHub> hub, ProcessStore store, CompiledDefinitions definitions, ILogger<InstanceBroadcast> log) : BackgroundService
{
    readonly Channel<BurstResult> bursts =
        Channel.CreateBounded<BurstResult>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        runtime.BurstCommitted += Take;
        try
        {
            await foreach (var burst in bursts.Reader.ReadAllAsync(stoppingToken))
            {
                try { await Tell(burst, stoppingToken); }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    log.LogWarning(error,
                    "The viewers of instance {InstanceId} were not told", burst.State.Id);
                }
            }
        }
        catch (OperationCanceledException) { }
        finally { runtime.BurstCommitted -= Take; }
    }

    void Take(BurstResult burst)
    {
        if (observed.Contains(burst.State.Id)) bursts.Writer.TryWrite(burst);
    }

    async Task Tell(BurstResult burst, CancellationToken stopping)
    {
        var id = burst.State.Id;
        if (await InstanceEndpoints.ReadJournal(id, Actor.Server, store, definitions, stopping) is not { } journal) return;
        // Who has lost sight of it since is told nothing more.
        var seeing = observed.Of(id).Where(watched => InstanceGate.Sees(watched.Viewer, store, id)).Select(watched => watched.ConnectionId).ToList();
        var viewers = hub.Clients.Clients(seeing);
        var stats = WithContainers(burst.Journal.Select(entry => entry.NodeId)).Select(nodeId => (JsonNode)journal.Statistics(nodeId)).ToArray();
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

using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;

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

    public IReadOnlyCollection<string> All => instances;
}

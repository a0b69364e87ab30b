using ThreeStep.Orders.Store;
using ThreeStep.Runtime.Invariants;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Backups;

/// <summary>What of a store does not fit together, for whoever runs a command.</summary>
static class Breaches
{
    /// <returns>How many there are.</returns>
    public static int Tell(ProcessStore store)
    {
        var (breaches, instances, setAside) = store.Snapshot(database =>
            (EngineInvariants.Find(database).Concat(OrderInvariants.Find(database)).ToList(), database.Instances.Count(),
                database.Stimuli.Count(row => row.FailedAt != null)));
        foreach (var breach in breaches)
        {
            Console.WriteLine($"{breach.Subject}: {breach.What}");
            Console.WriteLine($"    {breach.Remedy}");
        }
        Console.WriteLine($"{store.Name}: {instances} instances looked at, {breaches.Count} findings.");
        if (setAside > 0) Console.WriteLine($"{setAside} set aside wait for a decision: see Process, Set aside.");
        return breaches.Count;
    }
}

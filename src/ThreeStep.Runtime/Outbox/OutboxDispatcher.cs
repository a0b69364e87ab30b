using System.Collections.Concurrent;
using Hangfire;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>Hands undelivered outbox rows to Hangfire, each once in the life of the process; after a crash they are handed over again.</summary>
sealed class OutboxDispatcher(DatabaseFile file, IBackgroundJobClient jobs)
{
    const int Batch = 500;
    readonly ConcurrentDictionary<long, byte> handedOver = new();

    public void EnqueueWaiting()
    {
        using var database = file.Query();
        var waiting = database.Outbox.Where(row => row.DeliveredAt == null).OrderBy(row => row.Id).Select(row => row.Id).Take(Batch).ToList();
        foreach (var id in waiting)
            if (handedOver.TryAdd(id, 0)) jobs.Enqueue<OutboxDelivery>(delivery => delivery.Deliver(id));
    }
}

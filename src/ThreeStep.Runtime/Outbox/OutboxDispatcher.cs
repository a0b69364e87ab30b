using Hangfire;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>Hands undelivered outbox rows to Hangfire, each once in the life of the process; after a crash they are handed over again.</summary>
sealed class OutboxDispatcher(DatabaseFile file, IBackgroundJobClient jobs)
{
    const int Batch = 500;
    long last;

    public void EnqueueWaiting()
    {
        using var database = file.Query();
        foreach (var id in database.Outbox.Where(row => row.DeliveredAt == null && row.Id > last).OrderBy(row => row.Id).Select(row => row.Id)
            .Take(Batch).ToList())
        {
            jobs.Enqueue<OutboxDelivery>(delivery => delivery.Deliver(id, CancellationToken.None));
            last = id;
        }
    }
}

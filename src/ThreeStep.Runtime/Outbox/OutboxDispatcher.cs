using Hangfire;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>
/// Hands undelivered outbox rows to Hangfire, each once in the life of the process; after a crash they are handed over again. Of nodes that share the
/// store one has each row.
/// </summary>
public sealed class OutboxDispatcher
{
    const int Batch = 500;

    /// <summary>Queues with workers of their own: what others answer slowly holds up no mail.</summary>
    public const string Mail = "default", Calls = "calls";

    readonly ProcessStore store;
    readonly EngineReader reader;
    readonly CommitQueue commits;
    readonly IBackgroundJobClient jobs;
    readonly ProductDeliveries product;
    long last;

    internal OutboxDispatcher(ProcessStore store, EngineReader reader, CommitQueue commits, IBackgroundJobClient jobs, ProductDeliveries product) =>
        (this.store, this.reader, this.commits, this.jobs, this.product) = (store, reader, commits, jobs, product);

    internal void EnqueueWaiting()
    {
        if (store.Reads.TakeOutbox is { } take)
        {
            foreach (var (id, channel, recipient) in reader.TakeOutbox(take, Batch)) Enqueue(id, TargetOf(channel, recipient));
            return;
        }
        using var database = store.Query();
        foreach (var row in database.Outbox.Where(row => row.DeliveredAt == null && row.FailedAt == null && row.Id > last)
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.Channel, row.Recipient }).Take(Batch).ToList())
        {
            Enqueue(row.Id, TargetOf(row.Channel, row.Recipient));
            last = row.Id;
        }
    }

    internal void Enqueue(long id, string? target) =>
        jobs.Enqueue<OutboxJob>(target is null ? Mail : Calls, job => job.Deliver(id, target, CancellationToken.None));

    string? TargetOf(string channel, string recipient) => channel == OutgoingMessage.Mail ? null
        : product.Shared.Contains(channel) ? channel : $"{channel} {recipient}";

    /// <summary>One that was set aside is tried anew, as often as at first.</summary>
    /// <returns>False when there is none of that id that is set aside.</returns>
    public async Task<bool> TryAgain(long id)
    {
        var found = await commits.Write(transaction =>
        {
            if (transaction.Database.Outbox.Find(id) is not { FailedAt: not null, DeliveredAt: null } row) return null;
            (row.FailedAt, row.Attempts, row.ClaimedBy) = (null, 0, store.Node);
            return row;
        });
        if (found is not null) Enqueue(id, TargetOf(found.Channel, found.Recipient));
        return found is not null;
    }
}

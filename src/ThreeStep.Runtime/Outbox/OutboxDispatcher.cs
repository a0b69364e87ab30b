using Hangfire;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>Hands undelivered outbox rows to Hangfire, each once in the life of the process; after a crash they are handed over again.</summary>
public sealed class OutboxDispatcher
{
    const int Batch = 500;

    readonly DatabaseFile file;
    readonly CommitQueue commits;
    readonly IBackgroundJobClient jobs;
    long last;

    internal OutboxDispatcher(DatabaseFile file, CommitQueue commits, IBackgroundJobClient jobs) =>
        (this.file, this.commits, this.jobs) = (file, commits, jobs);

    internal void EnqueueWaiting()
    {
        using var database = file.Query();
        foreach (var id in database.Outbox.Where(row => row.DeliveredAt == null && row.FailedAt == null && row.Id > last)
            .OrderBy(row => row.Id).Select(row => row.Id).Take(Batch).ToList())
        {
            jobs.Enqueue<OutboxDelivery>(delivery => delivery.Deliver(id, CancellationToken.None));
            last = id;
        }
    }

    /// <summary>One that was set aside is tried anew, as often as at first.</summary>
    /// <returns>False when there is none of that id that is set aside.</returns>
    public async Task<bool> TryAgain(long id)
    {
        var isThere = await commits.Write(transaction =>
        {
            if (transaction.Database.Outbox.Find(id) is not { FailedAt: not null, DeliveredAt: null } row) return false;
            (row.FailedAt, row.Attempts) = (null, 0);
            return true;
        });
        if (isThere) jobs.Enqueue<OutboxDelivery>(delivery => delivery.Deliver(id, CancellationToken.None));
        return isThere;
    }
}

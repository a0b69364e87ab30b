using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Commit;

/// <summary>
/// What cannot be carried out, for another reason than a store that is away, is set aside: it stays in its table with the reason and the time,
/// everything else goes
/// on, and a person lets it run again or discards it. A timer becomes the stimulus it would have been.
/// </summary>
public static class SettingAside
{
    /// <summary>What is set aside now, the oldest first.</summary>
    public static IQueryable<StimulusRow> Rows(ProcessDatabase database) =>
        database.Stimuli.Where(row => row.FailedAt != null).OrderBy(row => row.Id);

    internal static void Stimulus(Transaction transaction, long id, string reason)
    {
        if (transaction.Database.Stimuli.Find(id) is { } row) (row.Attempts, row.LastError, row.FailedAt) = (row.Attempts + 1, reason,
            transaction.Now);
    }

    /// <summary>The row of the wait stays, without its time.</summary>
    internal static void Timer(Transaction transaction, string bookmarkId, string instanceId, string reason)
    {
        if (transaction.Database.Bookmarks.Find(bookmarkId) is not { DueAt: not null } row) return;
        row.DueAt = null;
        Add(transaction, new QueuedStimulus.Deliver(instanceId, new Stimulus.TimerDue(bookmarkId)), reason);
    }

    /// <param name="next">When the trigger starts the next instance (UTC).</param>
    internal static void Start(Transaction transaction, DueTrigger trigger, QueuedStimulus.StartInstance start, DateTimeOffset? next, string reason)
    {
        if (transaction.Database.Triggers.Find(trigger.Id) is not { } row || row.DueAt != trigger.DueAt) return;
        row.DueAt = next;
        Add(transaction, start, reason);
    }

    static void Add(Transaction transaction, QueuedStimulus stimulus, string reason) => transaction.Database.Stimuli.Add(new StimulusRow
    {
        Document = stimulus.ToDocument(),
        CreatedAt = transaction.Now,
        Attempts = 1,
        LastError = reason,
        FailedAt = transaction.Now,
    });

    /// <summary>Lets it run again, under a new number, like any other.</summary>
    /// <returns>False when nothing with this number is set aside.</returns>
    /// <exception cref="UnreadableDocumentException">It cannot be read, so it cannot be carried out either.</exception>
    public static bool Retry(Transaction transaction, long id, string? by)
    {
        if (Rows(transaction.Database).FirstOrDefault(row => row.Id == id) is not { } row) return false;
        transaction.Queue(QueuedStimulus.FromDocument(row.Document));
        transaction.Database.Stimuli.Remove(row);
        transaction.Audit(by, WorkflowAudit.StimulusReplayed, $"{id}", row.LastError);
        return true;
    }

    /// <returns>False when nothing with this number is set aside.</returns>
    public static bool Discard(Transaction transaction, long id, string? by)
    {
        if (Rows(transaction.Database).FirstOrDefault(row => row.Id == id) is not { } row) return false;
        transaction.Database.Stimuli.Remove(row);
        transaction.Audit(by, WorkflowAudit.StimulusDeleted, $"{id}", row.LastError);
        return true;
    }
}

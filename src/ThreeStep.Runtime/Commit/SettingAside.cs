using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

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

    internal static void Stimulus(Transaction transaction, long id, Exception error)
    {
        if (transaction.Database.Stimuli.Find(id) is { } row) (row.Attempts, row.LastError, row.FailedAt) = (row.Attempts + 1,
            Reason(error), transaction.Now);
    }

    /// <summary>The row of the wait stays, without its time.</summary>
    internal static void Timer(Transaction transaction, string bookmarkId, string instanceId, Exception error)
    {
        if (transaction.Database.Bookmarks.Find(bookmarkId) is not { DueAt: not null } row) return;
        row.DueAt = null;
        Add(transaction, new QueuedStimulus.Deliver(instanceId, new Stimulus.TimerDue(bookmarkId)), error);
    }

    /// <param name="next">When the trigger starts the next instance (UTC).</param>
    internal static void Start(Transaction transaction, DueTrigger trigger, QueuedStimulus.StartInstance start, DateTimeOffset? next, Exception error)
    {
        if (transaction.Database.Triggers.Find(trigger.Id) is not { } row || row.DueAt != trigger.DueAt) return;
        row.DueAt = next;
        Add(transaction, start, error);
    }

    static void Add(Transaction transaction, QueuedStimulus stimulus, Exception error) => transaction.Database.Stimuli.Add(new StimulusRow
    {
        Document = stimulus.ToDocument(),
        CreatedAt = transaction.Now,
        Attempts = 1,
        LastError = Reason(error),
        FailedAt = transaction.Now,
    });

    /// <summary>What whoever looks after the process is told.</summary>
    static Message Reason(Exception error)
    {
        if (WordedException.Of(error) is { } words) return words;
        return $"The server failed in a way that nobody foresaw: {error.Message}";
    }

    /// <summary>Lets it run again, under a new number, like any other.</summary>
    /// <returns>False when nothing with this number is set aside.</returns>
    /// <exception cref="UnreadableDocumentException">It cannot be read, so it cannot be carried out either.</exception>
    public static bool Retry(Transaction transaction, long id, string? by)
    {
        if (Rows(transaction.Database).FirstOrDefault(row => row.Id == id) is not { } row) return false;
        transaction.Queue(QueuedStimulus.FromDocument(row.Document));
        transaction.Database.Stimuli.Remove(row);
        transaction.Audit(by, WorkflowAudit.StimulusReplayed, $"{id}", row.LastError?.ToString());
        return true;
    }

    /// <returns>False when nothing with this number is set aside.</returns>
    public static bool Discard(Transaction transaction, long id, string? by)
    {
        if (Rows(transaction.Database).FirstOrDefault(row => row.Id == id) is not { } row) return false;
        transaction.Database.Stimuli.Remove(row);
        transaction.Audit(by, WorkflowAudit.StimulusDeleted, $"{id}", row.LastError?.ToString());
        return true;
    }
}

using ThreeStep.Runtime;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Orders.Records;

/// <summary>
/// A chore that is due once after a start, since a crash may have left something, and whenever something has changed that it is about.
/// </summary>
public abstract class ChangeChore : Chore
{
    readonly TimeProvider clock;
    readonly Lock gate = new();
    DateTimeOffset? due;

    protected ChangeChore(WorkflowRuntime runtime, TimeProvider clock)
    {
        this.clock = clock;
        due = clock.GetUtcNow();
        runtime.RecordsChanged += Notice;
    }

    public sealed override DateTimeOffset? NextDue
    {
        get { lock (gate) return due; }
    }

    /// <summary>Called on the committing thread: it looks, and does nothing.</summary>
    protected abstract bool Concerns(object changed);

    /// <summary>Does all there is. What it throws at stays due.</summary>
    protected abstract Task DoAll(CancellationToken stopping);

    void Notice(IReadOnlyList<object> changed)
    {
        if (changed.Any(Concerns)) LookAgain();
    }

    public override void LookAgain()
    {
        var now = clock.GetUtcNow();
        lock (gate) due = now;
        Tell(now);
    }

    public sealed override async Task Do(CancellationToken stopping)
    {
        // What changes meanwhile sets it again.
        lock (gate) due = null;
        try { await DoAll(stopping); }
        catch
        {
            lock (gate) due = clock.GetUtcNow();
            throw;
        }
    }
}

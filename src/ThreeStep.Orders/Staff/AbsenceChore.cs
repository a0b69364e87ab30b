using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Time;

namespace ThreeStep.Orders.Staff;

/// <summary>Begins and ends leaves at their time, and looks for people who are away without a word.</summary>
public sealed class AbsenceChore : Chore
{
    readonly OrderRecords records;
    readonly TimeProvider clock;
    readonly Lock gate = new();
    DateTimeOffset? leaves, look;

    public AbsenceChore(OrderRecords records, WorkflowRuntime runtime, TimeProvider clock)
    {
        (this.records, this.clock) = (records, clock);
        // Whatever the database says is looked at once after a start.
        (leaves, look) = (clock.GetUtcNow(), clock.GetUtcNow());
        runtime.RecordsChanged += Notice;
    }

    public override DateTimeOffset? NextDue
    {
        get
        {
            lock (gate) return leaves is { } first && (look is null || first < look) ? first : look;
        }
    }

    /// <summary>Called on the committing thread: it only notes that there is something to look at.</summary>
    void Notice(IReadOnlyList<object> changed)
    {
        var now = clock.GetUtcNow();
        lock (gate)
        {
            if (!changed.Any(record => record is Leave or Company)) return;
            leaves = now;
            if (changed.Any(record => record is Company)) look = now;
        }
        Tell(now);
    }

    public override void LookAgain()
    {
        var now = clock.GetUtcNow();
        lock (gate) (leaves, look) = (now, now);
        Tell(now);
    }

    public override async Task Do(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        bool isLeave, isLook;
        lock (gate)
        {
            (isLeave, isLook) = (leaves <= now, look <= now);
            // A change that comes meanwhile sets it again.
            if (isLeave) leaves = null;
            if (isLook) look = null;
        }
        try
        {
            if (isLeave)
            {
                var next = await records.Record(Actor.Server, LeaveTimes.Follow);
                lock (gate) leaves = First(leaves, next);
            }
            if (isLook)
            {
                var next = await records.Record(Actor.Server, Missing.Look);
                lock (gate) look = First(look, next);
            }
        }
        catch
        {
            // What could not be done stays due.
            lock (gate)
            {
                if (isLeave) leaves = now;
                if (isLook) look = now;
            }
            throw;
        }
    }

    static DateTimeOffset? First(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
}

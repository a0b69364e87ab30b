using ThreeStep.Runtime;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Web.Layout;

/// <summary>
/// Tells open pages what has changed. A page says which records concern it and is asked to look again, at most once a second however much happens:
/// it asks the database, so it never shows less than the truth.
/// </summary>
public sealed class LiveChanges : IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A page that cannot be refreshed is tried again after a second, then after twice as long, and so on up to this.</summary>
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    readonly WorkflowRuntime runtime;
    readonly ILogger log;
    readonly Lock gate = new();
    readonly List<Subscription> subscriptions = [];

    public LiveChanges(WorkflowRuntime runtime, ILogger<LiveChanges> log)
    {
        this.log = log;
        this.runtime = runtime;
        runtime.RecordsChanged += Take;
        runtime.BurstCommitted += Take;
    }

    /// <param name="concerns">Looks at a changed record, or a burst; called on the committing thread, so it must be quick.</param>
    /// <param name="refresh">Called on a thread of its own, never twice at once.</param>
    public IDisposable Subscribe(Func<object, bool> concerns, Func<Task> refresh)
    {
        var subscription = new Subscription(this, concerns, refresh);
        lock (gate) subscriptions.Add(subscription);
        return subscription;
    }

    void Take(IReadOnlyList<object> records)
    {
        lock (gate)
            foreach (var subscription in subscriptions)
                foreach (var record in records) subscription.Offer(record);
    }

    void Take(BurstResult burst) => Take([burst]);

    public void Dispose()
    {
        runtime.RecordsChanged -= Take;
        runtime.BurstCommitted -= Take;
    }

    sealed class Subscription(LiveChanges changes, Func<object, bool> concerns, Func<Task> refresh) : IDisposable
    {
        int isPending;
        int isRunning;
        volatile bool isOver;

        public void Offer(object record)
        {
            if (isOver || Volatile.Read(ref isPending) == 1 || !concerns(record)) return;
            Interlocked.Exchange(ref isPending, 1);
            if (Interlocked.CompareExchange(ref isRunning, 1, 0) == 0) _ = Task.Run(Refresh);
        }

        /// <summary>The first change is shown at once; what comes in the second after it is shown together.</summary>
        async Task Refresh()
        {
            var pause = Pause;
            do
            {
                while (!isOver && Interlocked.Exchange(ref isPending, 0) == 1)
                {
                    pause = await Succeeds() ? Pause : Longer(pause);
                    await Task.Delay(pause, System.TimeProvider.System);
                }
                Volatile.Write(ref isRunning, 0);
            }
            while (!isOver && Volatile.Read(ref isPending) == 1 && Interlocked.CompareExchange(ref isRunning, 1, 0) == 0);
        }

        /// <summary>A page whose refresh failed, say because the database was busy, still shows what was before: it has to look again.</summary>
        async Task<bool> Succeeds()
        {
            try
            {
                await refresh();
                return true;
            }
            catch (Exception error)
            {
                if (isOver) return true;
                changes.log.LogWarning(error, "A page could not be refreshed and is tried again");
                Interlocked.Exchange(ref isPending, 1);
                return false;
            }
        }

        static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

        public void Dispose()
        {
            isOver = true;
            lock (changes.gate) changes.subscriptions.Remove(this);
        }
    }
}

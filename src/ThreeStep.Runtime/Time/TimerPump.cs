using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Time;

/// <summary>
/// Fires what is due: timers of waiting instances and start triggers, oldest first, in batches. It sleeps until the next due time or
/// until a commit or the heartbeat wakes it. The rows are the truth; nothing here must survive a restart.
/// </summary>
sealed class TimerPump : BackgroundService
{
    const int Batch = 500;
    const int InFlight = 64;
    static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    readonly EngineReader reader;
    readonly WorkflowRuntime runtime;
    readonly StimulusWorker stimuli;
    readonly ProcessClock clock;
    readonly StoreHealth health;
    readonly IReadOnlyList<Chore> chores;
    readonly NodeBeat node;
    readonly ILogger<TimerPump> log;
    readonly SemaphoreSlim wake = new(0, 1);
    long sleepingUntil = long.MaxValue;

    public TimerPump(EngineReader reader, WorkflowRuntime runtime, StimulusWorker stimuli, CommitQueue commits, ProcessClock clock,
        StoreHealth health, IEnumerable<Chore> chores, NodeBeat node, ILogger<TimerPump> log)
    {
        (this.reader, this.runtime, this.stimuli, this.clock, this.health, this.log) = (reader, runtime, stimuli, clock, health, log);
        this.node = node;
        this.chores = chores.ToList();
        foreach (var chore in this.chores) chore.Earlier += WakeBefore;
        commits.Committed += (request, _) =>
        {
            foreach (var burst in request.AllBursts())
                foreach (var bookmark in burst.AddedBookmarks)
                {
                    if (bookmark.DueAt is { } due) WakeBefore(due);
                }
        };
        runtime.MoreChanged += () =>
        {
            foreach (var chore in this.chores) chore.LookAgain();
        };
        runtime.Intake.Opened += Wake;
    }

    void WakeBefore(DateTimeOffset due)
    {
        clock.HoldAtMost(due);
        if (due.UtcTicks < Interlocked.Read(ref sleepingUntil)) Wake();
    }

    /// <summary>Looks again at once.</summary>
    public void Wake()
    {
        try { wake.Release(); }
        catch (SemaphoreFullException) { }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Interlocked.Exchange(ref sleepingUntil, 0);
                if (!runtime.Intake.IsOpen)
                {
                    await wake.WaitAsync(stopping);
                    continue;
                }
                await health.UntilDone(() => LookOnce(stopping), stopping);
            }
            catch (OperationCanceledException) { return; }
            catch (Exception error)
            {
                log.LogError(error, "Timers could not be fired; trying again");
                await Task.Delay(PauseAfterFailure, stopping).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    async Task LookOnce(CancellationToken stopping)
    {
        await HoldSimulatedTime(stopping);
        if (!await FireDue(stopping) && !await DoChores(stopping)) await Sleep(stopping);
    }

    /// <summary>When a timer, a trigger or a chore is next due; null while nothing waits for time.</summary>
    internal DateTimeOffset? NextDue()
    {
        var next = reader.NextDue();
        if (!node.IsLeader) return next;
        foreach (var chore in chores)
            if (chore.NextDue is { } due && (next is null || due < next)) next = due;
        return next;
    }

    /// <summary>Does the chores that are due, when nothing else is: what the timers led to is carried out first.</summary>
    /// <returns>True when one was done, and there may be more.</returns>
    internal async Task<bool> DoChores(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        if (!node.IsLeader || !chores.Any(chore => chore.NextDue <= now)) return false;
        await stimuli.DrainAsync(stopping);
        foreach (var chore in chores.Where(chore => chore.NextDue <= now)) await chore.Do(stopping);
        return true;
    }

    /// <summary>Starts what is due in order, a bounded number at once; the order of the commits is the order of the due times.</summary>
    /// <returns>True when there may be more.</returns>
    internal async Task<bool> FireDue(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var timers = reader.TakeDueBookmarks(now, Batch);
        var triggers = reader.DueTriggers(now, Batch);
        if (timers.Count == 0 && triggers.Count == 0) return false;
        using var places = new SemaphoreSlim(InFlight, InFlight);
        var running = new List<Task>();
        try
        {
            foreach (var (bookmarkId, instanceId, dueAt) in timers) await Begin(() => runtime.FireTimer(bookmarkId, instanceId, dueAt));
            foreach (var trigger in triggers) await Begin(() => runtime.Fire(trigger));
        }
        finally
        {
            // What has begun comes to its end also when the server stops: nothing is taken away from under it.
            await Task.WhenAll(running);
        }
        return true;

        async Task Begin(Func<Task> fire)
        {
            await places.WaitAsync(stopping);
            running.Add(Finish(fire));
        }

        async Task Finish(Func<Task> fire)
        {
            try { await health.UntilDone(fire, stopping); }
            finally { places.Release(); }
        }
    }

    /// <summary>Simulated time goes on only when everything that belongs to the present moment is done, and only up to the next due time.</summary>
    async Task HoldSimulatedTime(CancellationToken stopping)
    {
        if (!clock.IsSimulated) return;
        await stimuli.DrainAsync(stopping);
        clock.HoldAt(NextDue());
        clock.Run();
    }

    async Task Sleep(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var next = NextDue() ?? DateTimeOffset.MaxValue;
        if (next <= now) return;
        Interlocked.Exchange(ref sleepingUntil, next.UtcTicks);
        // A commit between the look and this line has found sleepingUntil at 0 and not woken us: the heartbeat will, within a second.
        var pause = next == DateTimeOffset.MaxValue ? LongestSleep : clock.ToReal(next - now);
        await wake.WaitAsync(pause < LongestSleep ? pause + TimeSpan.FromMilliseconds(1) : LongestSleep, stopping);
    }
}

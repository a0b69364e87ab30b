using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Commit;
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
    readonly ILogger<TimerPump> log;
    readonly SemaphoreSlim wake = new(0, 1);
    long sleepingUntil = long.MaxValue;

    public TimerPump(EngineReader reader, WorkflowRuntime runtime, StimulusWorker stimuli, CommitQueue commits, ProcessClock clock,
        StoreHealth health, ILogger<TimerPump> log)
    {
        (this.reader, this.runtime, this.stimuli, this.clock, this.health, this.log) = (reader, runtime, stimuli, clock, health, log);
        commits.Committed += (request, _) =>
        {
            foreach (var burst in request.AllBursts())
                foreach (var bookmark in burst.AddedBookmarks)
                {
                    if (bookmark.DueAt is not { } due) continue;
                    clock.HoldAtMost(due);
                    if (due.UtcTicks < Interlocked.Read(ref sleepingUntil)) Wake();
                }
        };
        runtime.Intake.Opened += Wake;
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
        if (!await FireDue(stopping)) await Sleep(stopping);
    }

    /// <summary>Starts what is due in order, a bounded number at once; the order of the commits is the order of the due times.</summary>
    /// <returns>True when there may be more.</returns>
    internal async Task<bool> FireDue(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var timers = reader.DueBookmarks(now, Batch);
        var triggers = reader.DueTriggers(now, Batch);
        if (timers.Count == 0 && triggers.Count == 0) return false;
        using var places = new SemaphoreSlim(InFlight, InFlight);
        var running = new List<Task>();
        try
        {
            foreach (var (bookmarkId, instanceId, _) in timers) await Begin(() => runtime.FireTimer(bookmarkId, instanceId));
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
        clock.HoldAt(reader.NextDue());
        clock.Run();
    }

    async Task Sleep(CancellationToken stopping)
    {
        var now = clock.GetUtcNow();
        var next = reader.NextDue() ?? DateTimeOffset.MaxValue;
        if (next <= now) return;
        Interlocked.Exchange(ref sleepingUntil, next.UtcTicks);
        // A commit between the look and this line has found sleepingUntil at 0 and not woken us: the heartbeat will, within a second.
        var pause = next == DateTimeOffset.MaxValue ? LongestSleep : clock.ToReal(next - now);
        await wake.WaitAsync(pause < LongestSleep ? pause + TimeSpan.FromMilliseconds(1) : LongestSleep, stopping);
    }
}

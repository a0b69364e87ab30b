using Microsoft.Extensions.Logging;

namespace ThreeStep.Runtime.Store;

/// <param name="Since">UTC, by the real clock.</param>
public sealed record StoreOutage(UnavailableReason Reason, DateTimeOffset Since);

/// <summary>
/// Whether the store can be used. An outage begins with the first failure and ends with the first write that works again; meanwhile it is
/// tried with growing pauses, for ever. The log has one line for the beginning and one for the end.
/// </summary>
/// <param name="time">The real time, also where the process runs on a faster one: disks know no other.</param>
public sealed class StoreHealth(TimeProvider time, ILogger<StoreHealth> log) : IDisposable
{
    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    /// <summary>How long somebody who waits for an answer is kept waiting in an outage before being told of it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>After so long without a write, one is tried: a disk may have filled while nobody wrote.</summary>
    static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(30);

    readonly Lock change = new();
    long lastWrite = time.GetTimestamp();
    ITimer? timer;
    int tries;
    volatile bool isPausing;
    volatile StoreOutage? outage;

    /// <summary>Null while the store works.</summary>
    public StoreOutage? Outage => outage;

    /// <summary>The store failed a moment ago and is not to be tried before <see cref="TryAgain"/>.</summary>
    internal bool IsPausing => isPausing;

    /// <summary>Nothing was written for a while, so it is not known whether that still works.</summary>
    internal bool IsUnsure => time.GetElapsedTime(Volatile.Read(ref lastWrite)) >= LongestQuiet;

    /// <summary>Raised after each pause of an outage, and after a long quiet: whoever writes tries now.</summary>
    internal event Action? TryAgain;

    /// <summary>Lets a small write be tried where there was none for a while.</summary>
    internal void LookAfterQuiet()
    {
        if (outage is null && IsUnsure) TryAgain?.Invoke();
    }

    internal void Failed(UnavailableReason reason)
    {
        lock (change)
        {
            if (isPausing) return;
            if (outage is null)
            {
                outage = new(reason, time.GetUtcNow());
                log.LogError("The store cannot be used: {Reason} What waits is kept and tried again until it works.", Unavailability.Explain(reason));
            }
            isPausing = true;
            timer?.Dispose();
            timer = time.CreateTimer(_ => EndPause(), null, Pause(tries++), Timeout.InfiniteTimeSpan);
        }
    }

    internal void Worked()
    {
        Volatile.Write(ref lastWrite, time.GetTimestamp());
        if (outage is null) return;
        lock (change)
        {
            if (outage is not { } over) return;
            log.LogWarning("The store works again, after {Seconds:0.#} seconds", (time.GetUtcNow() - over.Since).TotalSeconds);
            (outage, tries) = (null, 0);
        }
    }

    void EndPause()
    {
        isPausing = false;
        TryAgain?.Invoke();
    }

    static TimeSpan Pause(int tries) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(tries, 10)));

    /// <summary>Does what must be done sometime: while the store cannot be used it waits and tries again, for ever. Any other failure is the
    /// caller's.</summary>
    internal async Task UntilDone(Func<Task> work, CancellationToken stopping)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception error) when (Unavailability.Of(error) is { } reason && !stopping.IsCancellationRequested)
            {
                if (reason != UnavailableReason.Stopping) Failed(reason);
            }
            await Task.Delay(Pause(failures), time, stopping);
        }
    }

    /// <summary>Calls somebody back who has waited long enough.</summary>
    internal void AfterPatience(Action tell) => _ = Task.Delay(Patience, time).ContinueWith(_ => tell(), TaskScheduler.Default);

    public void Dispose() => timer?.Dispose();
}

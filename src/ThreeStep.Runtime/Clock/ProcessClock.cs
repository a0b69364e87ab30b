using System.Globalization;

namespace ThreeStep.Runtime.Clock;

/// <summary>
/// The time of the process: the system's, or a simulated one that starts anywhere and runs faster. The simulated time is kept in the
/// database with every commit, so that one run goes on where the last one stopped; while no server runs it stands still.
/// </summary>
public sealed class ProcessClock : TimeProvider
{
    public const string SettingKey = "clock";

    readonly TimeProvider real;
    readonly Lock gate = new();
    DateTimeOffset origin;
    DateTimeOffset last;
    DateTimeOffset hold = DateTimeOffset.MaxValue;
    long? realStart;

    readonly bool isOfSystem;

    ProcessClock(TimeProvider real, bool isOfSystem, bool isSimulated, DateTimeOffset origin, double speed)
    {
        (this.real, this.isOfSystem, IsSimulated, this.origin, Speed) = (real, isOfSystem, isSimulated, origin, speed);
    }

    /// <summary>The database lives in this time: it is kept there.</summary>
    public bool IsSimulated { get; }

    /// <summary>Simulated seconds a second: 1 for the system's time, 86400 for a day a second, 0 while it stands still.</summary>
    public double Speed { get; }

    public static ProcessClock OfSystem() => new(System, true, false, default, 1);

    /// <param name="start">UTC.</param>
    public static ProcessClock Simulated(DateTimeOffset start, double speed) => new(System, false, true, start, speed);

    /// <summary>The same moment all the time, for a command that works on a simulated database: its work takes no simulated time.</summary>
    public ProcessClock Frozen() => IsSimulated ? new(real, false, true, GetUtcNow(), 0) : this;

    /// <summary>A time that only moves when told, for stories that are played through. See <see cref="Time.VirtualTime"/>.</summary>
    /// <param name="start">UTC.</param>
    public static ProcessClock Standing(DateTimeOffset start) => new(System, false, false, start, 0);

    /// <summary>Moves a standing time on; it never goes back.</summary>
    internal void MoveTo(DateTimeOffset time)
    {
        lock (gate)
            if (time > origin) origin = time;
    }

    public override DateTimeOffset GetUtcNow()
    {
        if (isOfSystem) return real.GetUtcNow();
        lock (gate)
        {
            var now = realStart is { } start ? origin + real.GetElapsedTime(start) * Speed : origin;
            if (now > hold) now = hold;
            return last = now > last ? now : last;
        }
    }

    /// <summary>Simulated time stands still until here: what is due then has been looked at, and a server's start takes no simulated time.</summary>
    public void Run()
    {
        lock (gate) realStart ??= real.GetTimestamp();
    }

    /// <summary>
    /// Simulated time does not pass the next due timer (UTC) before that has fired: however fast it runs, every timer fires at its own
    /// moment and a run leads to the same tasks on any machine. Afterwards it catches up. The system's time waits for nobody.
    /// </summary>
    public void HoldAt(DateTimeOffset? nextDue)
    {
        if (!IsSimulated) return;
        lock (gate) hold = nextDue ?? DateTimeOffset.MaxValue;
    }

    /// <summary>As <see cref="HoldAt"/>, where a timer has come that is due before the one known so far.</summary>
    public void HoldAtMost(DateTimeOffset due)
    {
        if (!IsSimulated) return;
        lock (gate)
            if (due < hold) hold = due;
    }

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;
    public override long TimestampFrequency => real.TimestampFrequency;
    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, ToReal(dueTime), ToReal(period));

    /// <summary>How long a span of this clock takes in real time.</summary>
    public TimeSpan ToReal(TimeSpan span) => span == Timeout.InfiniteTimeSpan || span <= TimeSpan.Zero || Speed == 0 ? span : span / Speed;

    public string ToSetting() => GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset FromSetting(string value) =>
        DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

using System.Globalization;

namespace ThreeStep.Runtime.Time;

/// <summary>
/// The time of the process: the system's, or a simulated one that starts anywhere and runs faster. The simulated time is kept in the
/// database with every commit, so that one run goes on where the last one stopped; while no server runs it stands still.
/// </summary>
public sealed class ProcessClock : TimeProvider
{
    public const string SettingKey = "clock";

    readonly TimeProvider real;
    readonly DateTimeOffset origin;
    readonly long realStart;

    ProcessClock(TimeProvider real, bool isSimulated, DateTimeOffset origin, double speed)
    {
        (this.real, IsSimulated, this.origin, Speed) = (real, isSimulated, origin, speed);
        realStart = real.GetTimestamp();
    }

    public bool IsSimulated { get; }

    /// <summary>Simulated seconds a second: 1 for the system's time, 86400 for a day a second, 0 while it stands still.</summary>
    public double Speed { get; }

    public static ProcessClock OfSystem(TimeProvider? real = null) => new(real ?? System, false, default, 1);

    /// <param name="start">UTC.</param>
    public static ProcessClock Simulated(DateTimeOffset start, double speed, TimeProvider? real = null) => new(real ?? System, true, start, speed);

    /// <summary>The same moment all the time, for a command that works on a simulated database: its work takes no simulated time.</summary>
    public ProcessClock Frozen() => IsSimulated ? new(real, true, GetUtcNow(), 0) : this;

    public override DateTimeOffset GetUtcNow() => IsSimulated ? origin + real.GetElapsedTime(realStart) * Speed : real.GetUtcNow();

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;
    public override long TimestampFrequency => real.TimestampFrequency;
    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => real.CreateTimer(callback, state, ToReal(dueTime), ToReal(period));

    /// <summary>How long a span of this clock takes in real time.</summary>
    public TimeSpan ToReal(TimeSpan span) => span == Timeout.InfiniteTimeSpan || span <= TimeSpan.Zero ? span : span / Speed;

    public string ToSetting() => GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset FromSetting(string value) => DateTimeOffset.Parse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

namespace ThreeStep.Workflows.Values;

/// <summary>
/// A length of time, on the clock or in working time. A working day is a day on which people work, not so many hours: two working days from Friday
/// noon are over on Tuesday noon, however long the days are.
/// </summary>
/// <param name="Time">On the clock all of it; in working time what is counted in hours, minutes and seconds.</param>
/// <param name="WorkingDays">Whole working days; none on the clock.</param>
public readonly record struct Duration(TimeSpan Time, int WorkingDays = 0, bool IsWorkingTime = false)
{
    public static Duration OfWorkingDays(int days) => new(TimeSpan.Zero, days, true);

    public static Duration OfWorkingTime(TimeSpan time) => new(time, 0, true);

    public static implicit operator Duration(TimeSpan time) => new(time);

    public bool IsNothing => Time == TimeSpan.Zero && WorkingDays == 0;

    /// <summary>The time a length on the clock after another; a span that leads beyond the year 9999 ends there.</summary>
    /// <exception cref="InvalidOperationException">It is working time, which takes a calendar.</exception>
    public DateTimeOffset After(DateTimeOffset time) =>
        IsWorkingTime ? throw new InvalidOperationException("Working time is counted by a calendar.")
            : Time > DateTimeOffset.MaxValue - time ? DateTimeOffset.MaxValue : time + Time;

    /// <summary>The same in working time: of a length on the clock each whole day becomes a working day.</summary>
    public Duration InWorkingTime() => IsWorkingTime ? this : new(Time - TimeSpan.FromDays(Time.Days), Time.Days, true);

    /// <summary>As it is kept, see <see cref="Durations.Write(Duration)"/>.</summary>
    public override string ToString() => Durations.Write(this);
}

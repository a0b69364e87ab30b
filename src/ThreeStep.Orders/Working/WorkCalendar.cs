using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Working;

/// <summary>
/// Working time of a company: a zone, daily hours, working days, holidays and make-up workdays (调休). Pure: takes and gives UTC times.
/// </summary>
/// <param name="Zone">IANA time zone.</param>
/// <param name="Opens">Local time of day.</param>
/// <param name="Closes">Local time of day.</param>
public sealed record WorkCalendar(
    string Zone, TimeOnly Opens, TimeOnly Closes,
        IReadOnlyList<DayOfWeek> WorkingDays, IReadOnlyList<DateOnly> Holidays, IReadOnlyList<DateOnly> MakeUpWorkdays)
{
    /// <summary>Longest stretch without a working day that is searched, in days; a calendar without any would be searched for ever.</summary>
    const int SearchLimit = 3660;

    public static readonly WorkCalendar Default = new(
        "Asia/Shanghai", new(9, 0), new(18, 0), [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], [],
            []);

    public bool IsWorkday(DateOnly day) => MakeUpWorkdays.Contains(day) || (WorkingDays.Contains(day.DayOfWeek) && !Holidays.Contains(day));

    /// <summary>
    /// The time after <paramref name="span"/> of working time. Its whole days are working DAYS (the same time of day, so many working days
    /// later), the rest is working hours. What begins outside hours begins at the next opening.
    /// </summary>
    public DateTimeOffset Add(DateTimeOffset start, TimeSpan span)
    {
        if (span <= TimeSpan.Zero) return start;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(Zone);
        var (day, time) = NextOpen(DateOnly.FromDateTime(Local(start, zone)), TimeOnly.FromDateTime(Local(start, zone)));
        for (var days = span.Days; days > 0; days--) day = NextWorkday(day.AddDays(1));
        var rest = span - TimeSpan.FromDays(span.Days);
        while (rest > Closes - time)
        {
            rest -= Closes - time;
            (day, time) = (NextWorkday(day.AddDays(1)), Opens);
        }
        return Utc(day.ToDateTime(time.Add(rest)), zone);
    }

    static DateTime Local(DateTimeOffset time, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(time, zone).DateTime;

    /// <summary>A local time that the change to summer time leaves out is taken an hour later.</summary>
    static DateTimeOffset Utc(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    (DateOnly Day, TimeOnly Time) NextOpen(DateOnly day, TimeOnly time)
    {
        if (!IsWorkday(day) || time >= Closes) return (NextWorkday(IsWorkday(day) ? day.AddDays(1) : day), Opens);
        return (day, time < Opens ? Opens : time);
    }

    DateOnly NextWorkday(DateOnly day)
    {
        for (var tries = 0; tries < SearchLimit; tries++, day = day.AddDays(1))
            if (IsWorkday(day)) return day;
        throw new ActivityException("The calendar has no working days.");
    }
}

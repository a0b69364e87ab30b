using NodaTime;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;
using Duration = NodaTime.Duration;
using Length = ThreeStep.Workflows.Values.Duration;

namespace ThreeStep.Orders.Working;

/// <summary>
/// When people work: a zone, the hours of each day of the week, and days that are unlike theirs. Counts working time forward and measures it. Pure;
/// takes and gives times in UTC.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>So many days are searched for the next working one; a calendar without any would be searched for ever.</summary>
    const int SearchedDays = 3660;

    static readonly IReadOnlyList<OpenHours> Closed = [];

    readonly DateTimeZone zone;
    readonly IReadOnlyList<OpenHours>[] week = new IReadOnlyList<OpenHours>[7];
    readonly Dictionary<LocalDate, IReadOnlyList<OpenHours>> days = [];
    readonly Dictionary<LocalDate, string?> names = [];
    /// <summary>The season that was counted in last: most counting stays in it. Whoever comes at the same time finds one or the other.</summary>
    volatile Season? recent;

    /// <param name="chain">From the company's down to the person's: what a later one says beats the earlier.</param>
    /// <param name="absent">Days on which the person is away, on top of it all.</param>
    /// <exception cref="ValueConversionException">A zone is not known, or hours cannot be read.</exception>
    public WorkingCalendar(IReadOnlyList<CalendarDefinition> chain, IEnumerable<DateOnly>? absent = null)
    {
        Zone = chain.LastOrDefault(item => item.Zone is not null)?.Zone ?? CalendarDefinition.Usual.Zone!;
        zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) ?? throw new ValueConversionException($"There is no time zone “{Zone}”.");
        Week = chain.LastOrDefault(item => item.Week is not null)?.Week ?? CalendarDefinition.Usual.Week!;
        for (var day = 0; day < week.Length; day++)
            week[day] = Week.TryGetValue((DayOfWeek)day, out var text) ? OpenHours.Read(text) : Closed;
        Official = chain.LastOrDefault(item => item.Official is not null)?.Official ?? "";
        var usual = week.Skip(1).Append(week[0]).FirstOrDefault(open => open.Count > 0) ?? Closed;
        // Of any day: hours are the same on each.
        UsualDay = usual.Select(open => Span(new(2026, 1, 5), open))
            .Aggregate(Duration.Zero, (sum, span) => sum + (span.Closes - span.Opens)).ToTimeSpan();
        foreach (var day in OfficialDays.Of(Official).Concat(chain.SelectMany(item => item.Days))) Set(day, usual);
        foreach (var day in absent ?? []) days[Local(day)] = Closed;
    }

    /// <summary>How much is worked on a usual working day; nothing where nobody works.</summary>
    public TimeSpan UsualDay { get; }

    /// <summary>IANA.</summary>
    public string Zone { get; }

    /// <summary>Whose official days count; empty for nobody's.</summary>
    public string Official { get; }

    /// <summary>Hours by day of the week, see <see cref="CalendarDefinition.Week"/>.</summary>
    public IReadOnlyDictionary<DayOfWeek, string> Week { get; }

    void Set(CalendarDay day, IReadOnlyList<OpenHours> usual)
    {
        var date = Local(day.Date);
        days[date] = day.Hours is { } own ? OpenHours.Read(own)
            // A day that is worked by its day of the week keeps its own hours.
            : week[(int)day.Date.DayOfWeek] is { Count: > 0 } open ? open : usual;
        names[date] = day.Name;
    }

    /// <summary>The hours of a day; none on a day off.</summary>
    public IReadOnlyList<OpenHours> HoursOf(DateOnly day) => HoursOf(Local(day));

    public bool IsWorkday(DateOnly day) => HoursOf(day).Count > 0;

    /// <summary>What the day is called where it is unlike its day of the week.</summary>
    public string? NameOf(DateOnly day) => names.GetValueOrDefault(Local(day));

    /// <summary>True where a year has days that are unlike their day of the week.</summary>
    public bool HasDaysIn(int year) => days.Keys.Any(day => day.Year == year);

    /// <summary>True on a day that is unlike its day of the week.</summary>
    public bool IsSpecial(DateOnly day) => days.ContainsKey(Local(day));

    /// <summary>
    /// The time when a length is over. A working day later is the same time of day on the next working day, or the end of that day's hours where they
    /// end earlier; working hours are those that are open. What begins outside of hours begins at the next opening.
    /// </summary>
    /// <exception cref="ExpressionException">There are no working days in ten years.</exception>
    public DateTimeOffset Add(DateTimeOffset from, Length length)
    {
        if (!length.IsWorkingTime) return length.After(from);
        if (length.IsNothing) return from;
        var position = Opening(Instant.FromDateTimeOffset(from));
        if (length.WorkingDays > 0)
        {
            var local = position.InZone(zone).LocalDateTime;
            var date = local.Date;
            for (var left = length.WorkingDays; left > 0; left--) date = Workday(date.PlusDays(1));
            position = On(date, local.TimeOfDay);
        }
        return Walk(position, Duration.FromTimeSpan(length.Time)).ToDateTimeOffset();
    }

    /// <summary>
    /// When a counted length is over. Half of a length is when half of the working time until its end is over. What of a pause lies in working time
    /// is added to the end; for a length on the clock the whole of it.
    /// </summary>
    /// <param name="pauses">When it stood still, in any order.</param>
    public DateTimeOffset When(WorkingTime counted, IEnumerable<Pause>? pauses = null)
    {
        var length = Durations.Read(counted.Length);
        var end = Add(counted.From, length);
        if (counted.Share != 1)
            end = length.IsWorkingTime ? Add(counted.From, Length.OfWorkingTime(Between(counted.From, end) * counted.Share))
                : counted.From + (end - counted.From) * counted.Share;
        foreach (var pause in Pause.Apart(pauses ?? []))
        {
            if (pause.From >= end) break;
            var from = pause.From > counted.From ? pause.From : counted.From;
            if (pause.To > from) end = length.IsWorkingTime ? Later(end, Between(from, pause.To)) : end + (pause.To - from);
        }
        return end;
    }

    /// <summary>What was due when people begin to work is so still, and not the evening before.</summary>
    DateTimeOffset Later(DateTimeOffset due, TimeSpan lost)
    {
        var later = Add(due, Length.OfWorkingTime(lost));
        return IsOpen(due) && !IsOpen(due.AddTicks(-1)) ? NextOpening(later) : later;
    }

    /// <summary>How much working time lies between two times; nothing when the second is not the later one.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end, total) = (Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(to), Duration.Zero);
        if (end <= start) return TimeSpan.Zero;
        var last = end.InZone(zone).Date;
        for (var date = start.InZone(zone).Date; date <= last; date = date.PlusDays(1))
            foreach (var open in HoursOf(date))
            {
                var (opens, closes) = Span(date, open);
                if (closes > start && opens < end) total += Instant.Min(closes, end) - Instant.Max(opens, start);
            }
        return total.ToTimeSpan();
    }

    /// <summary>True while people work.</summary>
    public bool IsOpen(DateTimeOffset time) => Opening(Instant.FromDateTimeOffset(time)) == Instant.FromDateTimeOffset(time);

    /// <summary>The time itself while people work, and when they begin again otherwise.</summary>
    public DateTimeOffset NextOpening(DateTimeOffset time) => Opening(Instant.FromDateTimeOffset(time)).ToDateTimeOffset();

    /// <summary>The day on which a time falls in the calendar's zone.</summary>
    public DateOnly DayOf(DateTimeOffset time) => Instant.FromDateTimeOffset(time).InZone(zone).Date.ToDateOnly();

    /// <summary>A time of a day in the calendar's zone, whether people work then or not.</summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time) => At(Local(day), time).ToDateTimeOffset();

    Instant Opening(Instant time)
    {
        var date = time.InZone(zone).Date;
        for (var tries = 0; tries < SearchedDays; tries++, date = date.PlusDays(1))
            foreach (var open in HoursOf(date))
                if (Span(date, open) is var (opens, closes) && closes > time) return Instant.Max(opens, time);
        throw NoWorkingDays();
    }

    LocalDate Workday(LocalDate date)
    {
        for (var tries = 0; tries < SearchedDays; tries++, date = date.PlusDays(1))
            if (HoursOf(date).Count > 0) return date;
        throw NoWorkingDays();
    }

    /// <summary>A time of a working day; between its hours the next of them begins, after them the day is over.</summary>
    Instant On(LocalDate date, LocalTime time)
    {
        var hours = HoursOf(date);
        var clock = time.ToTimeOnly();
        foreach (var open in hours)
        {
            if (clock < open.From) return At(date, open.From);
            if (clock <= open.To || open.To == TimeOnly.MinValue) return At(date, clock);
        }
        return Span(date, hours[^1]).Closes;
    }

    Instant Walk(Instant position, Duration left)
    {
        if (left <= Duration.Zero) return position;
        var date = position.InZone(zone).Date;
        for (var idle = 0; idle < SearchedDays; idle++, date = date.PlusDays(1))
            foreach (var open in HoursOf(date))
            {
                var (opens, closes) = Span(date, open);
                if (closes <= position) continue;
                var begin = Instant.Max(opens, position);
                if (closes - begin >= left) return begin + left;
                left -= closes - begin;
                idle = 0;
            }
        throw NoWorkingDays();
    }

    IReadOnlyList<OpenHours> HoursOf(LocalDate date) =>
        days.Count > 0 && days.TryGetValue(date, out var own) ? own : week[(int)date.DayOfWeek % 7];

    (Instant Opens, Instant Closes) Span(LocalDate date, OpenHours open) =>
        (At(date, open.From), open.To == TimeOnly.MinValue ? At(date.PlusDays(1), TimeOnly.MinValue) : At(date, open.To));

    /// <summary>
    /// A local time that the change to summer time leaves out is the one when the clock has gone on; of one that comes twice the first.
    /// </summary>
    Instant At(LocalDate date, TimeOnly time)
    {
        var local = date.At(LocalTime.FromTimeOnly(time));
        if (recent is { } known && known.First < date && date < known.Last) return local.WithOffset(known.Offset).ToInstant();
        var zoned = zone.AtLeniently(local);
        var interval = zone.GetZoneInterval(zoned.ToInstant());
        recent = new Season(interval.HasStart ? interval.IsoLocalStart.Date : LocalDate.MinIsoValue,
            interval.HasEnd ? interval.IsoLocalEnd.Date : LocalDate.MaxIsoValue, interval.WallOffset);
        return zoned.ToInstant();
    }

    /// <summary>Between two changes of the clock: on the days between the first and the last, local times are told by one offset.</summary>
    sealed record Season(LocalDate First, LocalDate Last, Offset Offset);

    static LocalDate Local(DateOnly day) => LocalDate.FromDateOnly(day);

    static ExpressionException NoWorkingDays() => new("The calendar has no working days in the next ten years.");
}

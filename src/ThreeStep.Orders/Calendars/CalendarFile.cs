using Ical.Net.CalendarComponents;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Calendars;

/// <summary>Days from a file that somebody imports: a yearly list of holidays as JSON, or an iCalendar file.</summary>
public static class CalendarFile
{
    /// <summary>So many days at most come from one file.</summary>
    const int MostDays = 5_000;
    /// <summary>An event that comes back every year is taken for so many years from its first one.</summary>
    const int RepeatedYears = 10;

    /// <summary>Words by which the public calendars mark a day that is worked although it would be off.</summary>
    static readonly string[] Worked = ["上班", "补班", "调班", "working day", "make-up"];

    /// <exception cref="RefusalException">The file is neither, or has no whole day.</exception>
    public static IReadOnlyList<CalendarDay> Read(string text)
    {
        try { return IsICalendar(text) ? ReadICalendar(text) : HolidayList.Read(text); }
        catch (ValueConversionException refusal) { throw RefusalException.Invalid("file", refusal.Words); }
    }

    static bool IsICalendar(string text) =>
        text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase);

    static List<CalendarDay> ReadICalendar(string text)
    {
        try
        {
            var days = Ical.Net.CalendarCollection.Load(text).SelectMany(calendar => calendar.Events).SelectMany(Days).Take(MostDays + 1).ToList();
            if (days.Count > MostDays) throw RefusalException.Invalid("file", $"There are more than {MostDays} days in this file.");
            if (days.Count == 0) throw RefusalException.Invalid("file", "No event of this calendar takes a whole day.");
            // Of two events on one day the later one in the file counts.
            return days.GroupBy(day => day.Date).Select(same => same.Last()).OrderBy(day => day.Date).ToList();
        }
        catch (Exception error) when (error is not RefusalException)
        {
            throw RefusalException.Invalid("file", "This is no iCalendar file that can be read.");
        }
    }

    static IEnumerable<CalendarDay> Days(CalendarEvent entry)
    {
        if (entry.Start is not { HasTime: false } start) yield break;
        var (name, isWorked) = (entry.Summary, Worked.Any(word => entry.Summary?.Contains(word, StringComparison.OrdinalIgnoreCase) == true));
        var end = start.Date.AddYears(RepeatedYears);
        foreach (var occurrence in entry.GetOccurrences(start))
        {
            var first = occurrence.Period.StartTime.Date;
            if (first >= end) yield break;
            // The end of a whole-day event is the day after its last one.
            var after = occurrence.Period.EffectiveEndTime?.Date ?? first.AddDays(1);
            for (var day = first; day < after || day == first; day = day.AddDays(1))
                yield return isWorked ? CalendarDay.Worked(day, name) : CalendarDay.Off(day, name);
        }
    }
}

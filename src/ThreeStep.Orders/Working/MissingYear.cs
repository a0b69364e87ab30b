namespace ThreeStep.Orders.Working;

/// <summary>Official holidays are announced a year at a time: without the list, what is counted into that year is wrong.</summary>
public static class MissingYear
{
    /// <summary>China's State Council announces the next year's in the autumn.</summary>
    const int AnnouncedInMonth = 11;

    /// <summary>
    /// The first year, this one or from November on the next, whose official days a calendar wants and nobody knows; null when all are there.
    /// </summary>
    public static int? Of(WorkingCalendar calendar, DateOnly today)
    {
        if (calendar.Official.Length == 0) return null;
        int[] needed = today.Month < AnnouncedInMonth ? [today.Year] : [today.Year, today.Year + 1];
        var known = OfficialDays.YearsOf(calendar.Official).ToHashSet();
        var missing = needed.Where(year => !known.Contains(year) && !calendar.HasDaysIn(year)).ToList();
        return missing.Count > 0 ? missing[0] : null;
    }
}

using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Setup;

/// <summary>When the company works, from the Calendar section of the settings: it counts until somebody has saved a calendar on the page.</summary>
static class CalendarSettings
{
    /// <exception cref="InvalidOperationException">The section cannot be a calendar: found at start, not by the first task.</exception>
    public static CalendarDefinition Read(IConfiguration settings)
    {
        var (section, usual) = (settings.GetSection("Calendar"), CalendarDefinition.Usual);
        var zone = section["Zone"] ?? usual.Zone!;
        var definition = new CalendarDefinition
        {
            Zone = zone,
            Week = Week(section),
            Official = section["Official"] ?? (zone == usual.Zone ? usual.Official : ""),
            Days =
            [
                .. (section.GetSection("Holidays").Get<List<DateOnly>>() ?? []).Select(day => CalendarDay.Off(day)),
                .. (section.GetSection("MakeUpWorkdays").Get<List<DateOnly>>() ?? []).Select(day => CalendarDay.Worked(day)),
            ],
        };
        try { _ = new WorkingCalendar([definition]); }
        catch (ValueConversionException refusal) { throw new InvalidOperationException($"Calendar: {refusal.Message}", refusal); }
        return definition;
    }

    static Dictionary<DayOfWeek, string> Week(IConfigurationSection section)
    {
        if (section.GetSection("Week").Get<Dictionary<DayOfWeek, string>>() is { Count: > 0 } week) return week;
        var hours = $"{section["Opens"] ?? "09:00"}-{section["Closes"] ?? "18:00"}";
        var days = section.GetSection("WorkingDays").Get<List<DayOfWeek>>() ?? [];
        return days.Count > 0 ? days.ToDictionary(day => day, _ => hours) : CalendarDefinition.Weekdays(hours);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Setup;

/// <summary>The company's working time, from the Calendar section of the settings.</summary>
static class CalendarSettings
{
    public static JsonNode Read(IConfiguration settings)
    {
        var section = settings.GetSection("Calendar");
        var defaults = WorkCalendar.Default;
        var calendar = new WorkCalendar(
            section["Zone"] ?? defaults.Zone,
            section.GetValue<TimeOnly?>("Opens") ?? defaults.Opens,
            section.GetValue<TimeOnly?>("Closes") ?? defaults.Closes,
            section.GetSection("WorkingDays").Get<List<DayOfWeek>>() is { Count: > 0 } days ? days : defaults.WorkingDays,
            section.GetSection("Holidays").Get<List<DateOnly>>() ?? [],
            section.GetSection("MakeUpWorkdays").Get<List<DateOnly>>() ?? []);
        // A wrong zone or hours that end before they begin are found at start, not by the first task.
        TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone);
        if (calendar.Closes <= calendar.Opens) throw new InvalidOperationException("Calendar: Closes must be later than Opens.");
        return JsonSerializer.SerializeToNode(calendar, Json.Options)!;
    }
}

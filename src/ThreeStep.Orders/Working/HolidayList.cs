using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Working;

/// <summary>
/// Yearly lists of holidays in the form of the public holiday-cn data:
/// <c>{"year":2026,"days":[{"name":…,"date":"2026-01-01","isOffDay":true}]}</c>.
/// </summary>
public static class HolidayList
{
    /// <exception cref="ValueConversionException">The text is no such list, or has no day.</exception>
    public static IReadOnlyList<CalendarDay> Read(string text)
    {
        try
        {
            var days = (JsonNode.Parse(text) as JsonObject)?.Array("days")?.OfType<JsonObject>().Select(Day).ToList();
            return days is { Count: > 0 } ? days : throw Refusal();
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException) { throw Refusal(); }
    }

    static CalendarDay Day(JsonObject day)
    {
        var date = DateOnly.ParseExact(day.Text("date") ?? "", "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return day.Flag("isOffDay") ? CalendarDay.Off(date, day.Text("name")) : CalendarDay.Worked(date, day.Text("name"));
    }

    static ValueConversionException Refusal() =>
        new("This is no list of holidays. It looks like {\"year\": 2026, \"days\": [{\"name\": …, \"date\": \"2026-01-01\", \"isOffDay\": true}]}.");
}

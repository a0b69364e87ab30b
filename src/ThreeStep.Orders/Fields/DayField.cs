using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Fields;

/// <summary>Days, which are the same whoever reads them where: a planned close, a promised delivery.</summary>
public static class DayField
{
    public static readonly DateOnly First = new(1900, 1, 1);
    public static readonly DateOnly Last = new(2200, 12, 31);

    /// <summary>A plausible day; none is fine.</summary>
    /// <exception cref="RefusalException">It lies before 1900 or after 2200.</exception>
    public static DateOnly? Of(DateOnly? day, string field)
    {
        if (day is null || day >= First && day <= Last) return day;
        throw RefusalException.Invalid(field, $"{FieldName.Of(field)}: {day:yyyy-MM-dd} is not plausible. Give a day between 1900 and 2200.");
    }

    /// <summary>As programs write it: yyyy-MM-dd.</summary>
    public static string? Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A plausible moment in time, UTC; none is fine.</summary>
    /// <exception cref="RefusalException">It lies before 1900 or after 2200.</exception>
    public static DateTimeOffset? Moment(DateTimeOffset? time, string field)
    {
        if (time is null || time.Value.UtcDateTime.Year >= First.Year && time.Value.UtcDateTime.Year <= Last.Year) return time;
        throw RefusalException.Invalid(field, $"{FieldName.Of(field)}: {time:yyyy-MM-dd} is not plausible. Give a day between 1900 and 2200.");
    }

    /// <summary>A day as workflows give it: written yyyy-MM-dd, or a moment in time, which is the day that it falls on in a zone.</summary>
    /// <exception cref="RefusalException">It is none, or not plausible.</exception>
    public static DateOnly? Of(JsonNode? value, string field, TimeZoneInfo zone)
    {
        var text = value is JsonValue scalar && scalar.TryGetValue(out string? content) ? content.Trim() : value?.ToJsonString();
        if (string.IsNullOrEmpty(text)) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return Of(day, field);
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        if (!isTime || time.Year < First.Year || time.Year > Last.Year)
            throw RefusalException.Invalid(field, $"'{text}' is not a day. It is written as 2026-12-31.");
        return Of(CompanyDays.Of(time, zone), field);
    }
}

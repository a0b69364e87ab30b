using System.Globalization;
using System.Xml;

namespace ThreeStep.Workflows.Values;

/// <summary>
/// Durations as people and Elsa write them: <c>1.02:03:04</c>, <c>72:00:00</c> (72 hours, not 72 days), ISO 8601 <c>P2DT3H</c>.
/// </summary>
public static class TimeSpans
{
    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith('P') || text.StartsWith("-P", StringComparison.Ordinal)) return XmlConvert.ToTimeSpan(text);
        var parts = text.Split(':');
        // TimeSpan.Parse reads "72:00:00" as 72 days; a first part without a day dot is hours here.
        if (parts is [var hours, var minutes, var seconds] && !hours.Contains('.') && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var wholeHours) && wholeHours > 23)
            return TimeSpan.FromHours(wholeHours) + TimeSpan.Parse($"00:{minutes}:{seconds}", CultureInfo.InvariantCulture);
        return TimeSpan.Parse(text, CultureInfo.InvariantCulture);
    }

    public static string Format(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace ThreeStep.Workflows.Values;

/// <summary>
/// Lengths of time as people and Elsa write them: "3 days", "90 min", "2 h 30 min", "3 天", "2小时30分钟", ISO 8601 (P2DT3H), and clock time
/// with days before it (1.02:03:04; 72:00:00 is 72 hours). The one reader of durations, when workflows run and when they are checked.
/// </summary>
public static partial class Durations
{
    /// <summary>From the largest to the smallest.</summary>
    static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("week", TimeSpan.FromDays(7)), ("day", TimeSpan.FromDays(1)),
        ("hour", TimeSpan.FromHours(1)), ("minute", TimeSpan.FromMinutes(1)), ("second", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Reads a length of time; it is never negative.</summary>
    /// <exception cref="ValueConversionException">The text is none, with how to write one.</exception>
    public static TimeSpan Read(string text)
    {
        // Chinese keyboards write full-width digits and colons.
        var plain = text.Normalize(NormalizationForm.FormKC).Trim();
        return Find(plain) ?? throw new ValueConversionException(Refusal(text, plain));
    }

    /// <summary>That the text is no length of time, and how to write one.</summary>
    internal static Message NoDuration(string text) =>
        $"“{text}” is no length of time. Write a number and a unit, such as 3 days, 90 min, 2 h 30 min or P3D.";

    static Message Refusal(string text, string plain)
    {
        if (plain is ['-' or '−', .. var rest] && Find(rest.Trim()) is not null)
            return $"“{text}” is negative. A length of time is counted from now on, such as 3 days.";
        if (BareNumber().IsMatch(plain)) return $"“{text}” has no unit. Write what it counts, such as {plain} days, {plain} h or {plain} min.";
        return NoDuration(text);
    }

    /// <summary>As definitions, states and Elsa keep it: 1.02:03:04.</summary>
    public static string Write(TimeSpan duration) => duration.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>As people say it: "2 days 4 hours".</summary>
    /// <param name="translate">From "{0} days" or "1 day" to the reader's language.</param>
    public static string InWords(TimeSpan duration, Func<string, string> translate)
    {
        var parts = new List<string>();
        Add(duration.Days, "day");
        Add(duration.Hours, "hour");
        Add(duration.Minutes, "minute");
        Add(Math.Round(duration.TotalSeconds % 60, 3), "second");
        return parts.Count == 0 ? translate("no time") : string.Join(' ', parts);

        void Add(double count, string unit)
        {
            if (count == 1) parts.Add(translate($"1 {unit}"));
            else if (count != 0) parts.Add(string.Format(CultureInfo.InvariantCulture, translate($"{{0}} {unit}s"), count));
        }
    }

    static TimeSpan? Find(string text)
    {
        try { return text == "0" ? TimeSpan.Zero : InUnits(text) ?? OnTheClock(text) ?? Iso(text); }
        catch (OverflowException) { return null; }
    }

    static TimeSpan? InUnits(string text)
    {
        var (total, last, end) = (0m, -1, 0);
        for (var part = Part().Match(text); part.Success; part = Part().Match(text, end))
        {
            var unit = Array.FindIndex(Units, candidate => part.Groups[candidate.Unit].Success);
            // "30 min 2 h" and "1 h 1 h" are more likely a slip of the pen than a sum.
            if (unit <= last) return null;
            total += Number(part.Groups["number"]) * Units[unit].Length.Ticks;
            (last, end) = (unit, part.Index + part.Length);
        }
        return end == text.Length && end > 0 ? new TimeSpan(decimal.ToInt64(total)) : null;
    }

    static TimeSpan? OnTheClock(string text)
    {
        if (Clock().Match(text) is not { Success: true } clock) return null;
        var (days, hours) = (Number(clock.Groups["days"]), Number(clock.Groups["hours"]));
        var (minutes, seconds) = (Number(clock.Groups["minutes"]), Number(clock.Groups["seconds"]));
        if (minutes >= 60 || seconds >= 60 || clock.Groups["days"].Success && hours >= 24) return null;
        return new TimeSpan(decimal.ToInt64((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * TimeSpan.TicksPerSecond));
    }

    static decimal Number(Group digits) =>
        digits.Success ? decimal.Parse(digits.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;

    static TimeSpan? Iso(string text)
    {
        if (IsoWeeks().Match(text) is { Success: true } weeks)
            return new TimeSpan(decimal.ToInt64(Number(weeks.Groups[1]) * 7 * TimeSpan.TicksPerDay));
        if (text is not ['P', ..]) return null;
        try { return XmlConvert.ToTimeSpan(text); }
        catch (FormatException) { return null; }
    }

    const RegexOptions Plain = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        @"\G\s*(?:(?:,|，|、|and\b|和|又|零)\s*)?(?<number>\d+(?:\.\d+)?)\s*" +
        "(?:(?<week>weeks?|wks?|w|个?星期|个?礼拜|周)|(?<day>days?|d|天|日)|(?<hour>hours?|hrs?|h|个?小时|个?钟头|时)|" +
        @"(?<minute>minutes?|mins?|m|分钟?)|(?<second>seconds?|secs?|s|秒钟?))(?![a-z])\s*", Plain, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(
        @"^(?:(?<days>\d+)(?:\.|:(?=\d+:\d+:)))?(?<hours>\d+):(?<minutes>\d{1,2})(?::(?<seconds>\d{1,2}(?:\.\d{1,7})?))?$",
        Plain, 1000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"^P(\d+)W$", Plain, 1000)]
    private static partial Regex IsoWeeks();

    [GeneratedRegex(@"^\d+(?:\.\d+)?$", Plain, 1000)]
    private static partial Regex BareNumber();
}

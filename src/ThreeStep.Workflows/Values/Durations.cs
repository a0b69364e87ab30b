using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace ThreeStep.Workflows.Values;

/// <summary>
/// Lengths of time as people and Elsa write them: "3 days", "90 min", "2 h 30 min", "3 天", "2小时30分钟", ISO 8601 (P2DT3H), and clock time
/// with days before it (1.02:03:04; 72:00:00 is 72 hours). "2 working days", "4 working hours", "2个工作日" count working time. The one reader of
/// durations, when workflows run and when they are checked.
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
    public static Duration Read(string text)
    {
        // Chinese keyboards write full-width digits and colons.
        var plain = text.Normalize(NormalizationForm.FormKC).Trim();
        return Find(plain) ?? throw new ValueConversionException(Refusal(text, plain));
    }

    /// <summary>Reads a length of time on the clock.</summary>
    /// <exception cref="ValueConversionException">The text is none, or counts working time.</exception>
    public static TimeSpan ReadOnTheClock(string text) => Read(text) is { IsWorkingTime: false } duration ? duration.Time
        : throw new ValueConversionException($"“{text}” counts working time; here time runs on the clock. Write it without “working”, such as 3 days.");

    /// <summary>That the text is no length of time, and how to write one.</summary>
    internal static Message NoDuration(string text) =>
        $"“{text}” is no length of time. Write a number and a unit, such as 3 days, 90 min, 2 working days or P3D.";

    static Message Refusal(string text, string plain)
    {
        if (plain is ['-' or '−', .. var rest] && Find(rest.Trim()) is not null)
            return $"“{text}” is negative. A length of time is counted from now on, such as 3 days.";
        if (Part().Matches(plain) is { Count: > 0 } parts && parts.Any(part => part.Groups["working"].Success))
            return $"“{text}” cannot be counted in working time. Write whole working days, then working hours, such as 2 working days 4 working hours.";
        if (BareNumber().IsMatch(plain)) return $"“{text}” has no unit. Write what it counts, such as {plain} days, {plain} h or {plain} min.";
        return NoDuration(text);
    }

    /// <summary>As definitions, states and Elsa keep it: 1.02:03:04.</summary>
    public static string Write(TimeSpan duration) => duration.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>As definitions, states and Elsa keep it: 1.02:03:04, or in working time "2 working days 4 working hours".</summary>
    public static string Write(Duration duration) => duration.IsWorkingTime ? InWords(duration, text => text) : Write(duration.Time);

    /// <summary>As people say it: "2 days 4 hours", "2 working days".</summary>
    /// <param name="translate">From "{0} days" or "1 working day" to the reader's language.</param>
    public static string InWords(Duration duration, Func<string, string> translate)
    {
        var (parts, time, kind) = (new List<string>(), duration.Time, duration.IsWorkingTime ? "working " : "");
        Add(duration.IsWorkingTime ? duration.WorkingDays : time.Days, $"{kind}day");
        Add(duration.IsWorkingTime ? Math.Truncate(time.TotalHours) : time.Hours, $"{kind}hour");
        Add(time.Minutes, $"{kind}minute");
        Add(Math.Round(time.TotalSeconds % 60, 3), $"{kind}second");
        return parts.Count > 0 ? string.Join(' ', parts) : duration.IsWorkingTime ? translate("0 working hours") : translate("no time");

        void Add(double count, string unit)
        {
            if (count == 1) parts.Add(translate($"1 {unit}"));
            else if (count != 0) parts.Add(string.Format(CultureInfo.InvariantCulture, translate($"{{0}} {unit}s"), count));
        }
    }

    static Duration? Find(string text)
    {
        try { return text == "0" ? TimeSpan.Zero : InUnits(text) ?? OnTheClock(text) ?? Iso(text); }
        catch (OverflowException) { return null; }
    }

    static Duration? InUnits(string text)
    {
        var (total, days, last, end, isWorking) = (0m, 0m, -1, 0, false);
        for (var part = Part().Match(text); part.Success; part = Part().Match(text, end))
        {
            var unit = Array.FindIndex(Units, candidate => part.Groups[candidate.Unit].Success);
            // "30 min 2 h" and "1 h 1 h" are more likely a slip of the pen than a sum; "1 day 4 working hours" is neither the one nor the other.
            if (unit <= last || last >= 0 && !isWorking && part.Groups["working"].Success) return null;
            isWorking |= part.Groups["working"].Success;
            if (isWorking && Units[unit].Unit is "week") return null;
            if (isWorking && Units[unit].Unit is "day") days = Number(part.Groups["number"]);
            else total += Number(part.Groups["number"]) * Units[unit].Length.Ticks;
            (last, end) = (unit, part.Index + part.Length);
        }
        if (end < text.Length || end == 0 || days != decimal.Truncate(days)) return null;
        return new Duration(new TimeSpan(decimal.ToInt64(total)), decimal.ToInt32(days), isWorking);
    }

    static Duration? OnTheClock(string text)
    {
        if (Clock().Match(text) is not { Success: true } clock) return null;
        var (days, hours) = (Number(clock.Groups["days"]), Number(clock.Groups["hours"]));
        var (minutes, seconds) = (Number(clock.Groups["minutes"]), Number(clock.Groups["seconds"]));
        if (minutes >= 60 || seconds >= 60 || clock.Groups["days"].Success && hours >= 24) return null;
        return new TimeSpan(decimal.ToInt64((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * TimeSpan.TicksPerSecond));
    }

    static decimal Number(Group digits) =>
        digits.Success ? decimal.Parse(digits.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;

    static Duration? Iso(string text)
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
        @"(?:(?<working>(?:working|business|work)[\s-]*|个?工作))?" +
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

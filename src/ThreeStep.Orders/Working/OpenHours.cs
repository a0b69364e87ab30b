using System.Globalization;
using System.Text.RegularExpressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Working;

/// <summary>A span of a day in which people work, as local times; one that ends at midnight goes to the end of the day.</summary>
public readonly record struct OpenHours(TimeOnly From, TimeOnly To)
{
    /// <summary>As people and settings files write a time of day.</summary>
    static readonly string[] Forms = ["H:mm", "HH:mm", "HH:mm:ss", "%H"];

    public TimeSpan Length => To == TimeOnly.MinValue ? TimeSpan.FromDays(1) - From.ToTimeSpan() : To - From;

    /// <summary>Reads the hours of a day, such as "09:00-12:00, 13:30-18:00"; nothing is a day off.</summary>
    /// <exception cref="ValueConversionException">They are no hours, or do not follow each other.</exception>
    public static IReadOnlyList<OpenHours> Read(string? text)
    {
        var spans = new List<OpenHours>();
        foreach (var part in (text ?? "").Split([',', '，', '、', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var times = Regex.Split(part, @"\s*[-–—~～至到]\s*");
            if (times is not [var from, var to] || Time(from) is not { } opens || Time(to) is not { } closes)
                throw new ValueConversionException($"“{part}” are no working hours. Write them as 09:00-12:00, 13:30-18:00.");
            if (closes <= opens && closes != TimeOnly.MinValue || spans is [.., var last] && (last.To == TimeOnly.MinValue || opens < last.To))
                throw new ValueConversionException($"“{part}” ends before it begins, or begins before the hours written before it end.");
            spans.Add(new OpenHours(opens, closes));
        }
        return spans;
    }

    /// <summary>As <see cref="Read"/> reads them.</summary>
    public static string Write(IEnumerable<OpenHours> spans) =>
        string.Join(", ", spans.Select(span => $"{span.From:HH\\:mm}-{(span.To == TimeOnly.MinValue ? "24:00" : $"{span.To:HH\\:mm}")}"));

    static TimeOnly? Time(string text)
    {
        if (text == "24:00") return TimeOnly.MinValue;
        return TimeOnly.TryParseExact(text.Replace('：', ':'), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }
}

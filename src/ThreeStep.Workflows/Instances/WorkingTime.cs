using System.Globalization;
using System.Text.Json.Serialization;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>
/// A time that is counted in working time, and how: kept with what waits for it, so that it can be explained, and counted anew when a calendar
/// changes.
/// </summary>
/// <param name="From">UTC.</param>
/// <param name="Length">As <see cref="Durations.Write(Duration)"/> writes it.</param>
/// <param name="Calendar">By whose calendar; null by the company's.</param>
/// <param name="Share">Only so much of the length: 0.5 is when half of the working time is over.</param>
/// <param name="Clock">Whose pauses do not count; null where there are none.</param>
public sealed record WorkingTime(DateTimeOffset From, string Length, string? Calendar = null, double Share = 1, string? Clock = null)
{
    /// <summary>The kind of record that products answer <see cref="Question"/> with: the time, UTC.</summary>
    public const string Kind = "WorkingTime";

    const string ClockMark = "|clock:";

    /// <summary>What is asked: when it is over.</summary>
    [JsonIgnore]
    public string Question => string.Create(CultureInfo.InvariantCulture, $"{From.ToUniversalTime():O}|{Length}|{Share}|{Calendar}")
        + (Clock is null ? "" : ClockMark + Clock);

    /// <summary>Reads what <see cref="Question"/> writes.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static WorkingTime Read(string question)
    {
        var mark = question.LastIndexOf(ClockMark, StringComparison.Ordinal);
        var (counted, clock) = mark < 0 ? (question, null) : (question[..mark], question[(mark + ClockMark.Length)..]);
        if (counted.Split('|', 4) is not [var from, var length, var share, var calendar]) throw new FormatException();
        return new(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), length, calendar.Length > 0 ? calendar : null,
            double.Parse(share, CultureInfo.InvariantCulture), clock);
    }
}

using System.Globalization;
using ThreeStep.Orders.Fields;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Forms;

/// <summary>The limits of a field, as they are written and as answers are held against them.</summary>
static class Range
{
    const string Today = "today";

    /// <exception cref="ValueConversionException">A limit cannot be read, or the smallest is larger than the largest.</exception>
    public static void Require(TaskField field)
    {
        foreach (var limit in new[] { field.Min, field.Max }.OfType<string>())
            if (!CanBeRead(field.Kind, limit)) throw new ValueConversionException($"The field “{field.Key}”: “{limit}” is no limit of a {field.Kind}.");
        var isReversed = field.Kind == TaskFieldKind.Date ? Fixed(field.Min) > Fixed(field.Max) : Number(field.Min) > Number(field.Max);
        if (isReversed) throw new ValueConversionException($"The field “{field.Key}”: the smallest ({field.Min}) is larger than the largest ({field.Max}).");
    }

    static bool CanBeRead(TaskFieldKind kind, string limit) => kind switch
    {
        TaskFieldKind.Date => limit == Today || Fixed(limit) is not null,
        TaskFieldKind.Text or TaskFieldKind.LongText => Number(limit) is { } letters && letters == decimal.Truncate(letters) && letters >= 0
            && letters <= Longest(kind),
        TaskFieldKind.Money => Number(limit) is >= 0,
        _ => Number(limit) is not null,
    };

    /// <summary>How many characters a text may have where its field does not say.</summary>
    public static int Longest(TaskFieldKind kind) => kind == TaskFieldKind.LongText ? TextField.LongestNote : TextField.LongestLine;

    public static decimal? Number(string? limit) =>
        decimal.TryParse(limit, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number : null;

    /// <param name="today">Which day it is at the company.</param>
    public static DateOnly? Day(string? limit, DateOnly today) => limit == Today ? today : Fixed(limit);

    static DateOnly? Fixed(string? limit) =>
        DateOnly.TryParseExact(limit, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day >= DayField.First && day <= DayField.Last ? day : null;
}

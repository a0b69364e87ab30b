using System.Collections;
using System.Globalization;
using System.Text;
using DotLiquid;
using DotLiquid.Util;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Expressions;

/// <summary>Filters beside Liquid's own. DotLiquid finds them by their names.</summary>
public static class LiquidFilters
{
    /// <summary>The name under which a template has the time of the burst.</summary>
    internal const string Now = "Now";

    public static string Json(object? input) => Values.Json.Write(ValueConversion.From(input));

    /// <summary>The text of a value as Base64 of its UTF-8.</summary>
    public static string Base64(object? input) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(input)));

    /// <summary>The names in an object.</summary>
    public static IEnumerable<string> Keys(object? input) => input is Hash hash ? hash.Keys.ToList() : [];

    /// <summary>
    /// A date in a format of Ruby's <c>strftime</c> (<c>%d.%m.%Y</c>), or of .NET where it has no <c>%</c>. Takes ISO 8601, which keeps its offset
    /// and is UTC without one, seconds since 1970, and "now" or "today", the time of the burst. Nothing stays nothing, and what is no date stays as
    /// it is.
    /// </summary>
    public static string Date(Context context, object? input, string? format)
    {
        if (Moment(context, input) is not { } moment || string.IsNullOrEmpty(format)) return Text(input);
        return format.Contains('%') ? moment.ToStrFTime(format, CultureInfo.InvariantCulture) : moment.ToString(format, CultureInfo.InvariantCulture);
    }

    static DateTimeOffset? Moment(Context context, object? input) => input switch
    {
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        DateTimeOffset time => time,
        int or long => DateTimeOffset.FromUnixTimeSeconds(Convert.ToInt64(input, CultureInfo.InvariantCulture)),
        string word when word.Trim() is "now" or "today" => Moment(context, context[Now]),
        string text when long.TryParse(text, CultureInfo.InvariantCulture, out var seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => null,
    };

    static string Text(object? input) => input switch
    {
        null => "",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable => Json(input),
        _ => input.ToString() ?? "",
    };
}

using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Values;

/// <summary>
/// A sentence for people, in English, with its values apart, so that it can be said in another language: <c>Message text = $"There is no {name}."</c>
/// keeps "There is no {0}." and the name. Resource files translate the former.
/// </summary>
[InterpolatedStringHandler, JsonConverter(typeof(MessageJson))]
public sealed class Message
{
    readonly StringBuilder english = new();
    readonly List<object?> values;

    public Message(int literalLength, int formattedCount) : this([]) => (_, _) = (literalLength, formattedCount);

    Message(List<object?> values) => this.values = values;

    /// <summary>From the two parts that it was taken apart into.</summary>
    internal static Message Of(string english, List<object?> values)
    {
        var message = new Message(values);
        message.english.Append(english);
        return message;
    }

    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static implicit operator Message?(string? text)
    {
        if (text is null) return null;
        var message = new Message([]);
        message.AppendLiteral(text);
        return message;
    }

    public void AppendLiteral(string text) =>
        english.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

    public void AppendFormatted<T>(T value, string? format = null)
    {
        english.Append('{').Append(values.Count);
        if (format is not null) english.Append(':').Append(format);
        english.Append('}');
        values.Add(value);
    }

    /// <summary>The English sentence with places for its values: what translations are found by.</summary>
    public string English => english.ToString();

    /// <summary>What stands at the places, in their order.</summary>
    public IReadOnlyList<object?> Values => values;

    /// <summary>The sentence in a language.</summary>
    /// <param name="translate">From the English sentence, or a word that is one of its values, to the other language.</param>
    /// <param name="zone">The time zone of times in it; UTC unless told.</param>
    public string In(CultureInfo culture, Func<string, string> translate, TimeZoneInfo? zone = null) =>
        string.Format(culture, translate(English), values.Select(value => value switch
    {
        Enum word => translate(word.ToString()),
        Message inner => inner.In(culture, translate, zone),
        TimeSpan time => Durations.InWords(time, translate),
        Duration duration => Durations.InWords(duration, translate),
        DateTimeOffset time when zone is not null => TimeZoneInfo.ConvertTime(time, zone),
        _ => value,
    }).ToArray());

    public override string ToString() => In(CultureInfo.InvariantCulture, english => english);
}

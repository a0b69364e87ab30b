using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Values;

/// <summary>
/// Turns workflow values, which are JSON, into the type an activity or a variable asks for, and back.
/// Throws <see cref="ValueConversionException"/> where a value does not fit.
/// </summary>
public static class ValueConversion
{
    public static T? To<T>(JsonNode? value) => (T?)To(value, typeof(T));

    public static object? To(JsonNode? value, Type type)
    {
        if (value is null && Nullable.GetUnderlyingType(type) is not null) return null;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(JsonNode) || type == typeof(object)) return value;
        if (value is null) return type.IsValueType ? Activator.CreateInstance(type) : null;
        if (type == typeof(string)) return AsText(value);
        try
        {
            if (value is JsonValue scalar && FromScalar(scalar, type) is { } converted) return converted;
            if (value is JsonValue text && text.TryGetValue(out string? embedded) && IsStructured(embedded))
                return JsonSerializer.Deserialize(embedded, type, Json.Options);
            return value.Deserialize(type, Json.Options);
        }
        catch (Exception error)
            when (error is JsonException or FormatException or OverflowException or InvalidOperationException or ArgumentException)
        {
            throw new ValueConversionException(Refusal(Shortened(value), type), error);
        }
    }

    /// <summary>Why a value does not fit, in words: what it is not, and what would do.</summary>
    static Message Refusal(string value, Type type)
    {
        if (type == typeof(int) || type == typeof(long)) return $"“{value}” is no whole number.";
        if (type == typeof(decimal) || type == typeof(double)) return $"“{value}” is no number.";
        if (type == typeof(bool)) return $"“{value}” is neither true nor false.";
        if (type == typeof(DateTimeOffset)) return $"“{value}” is no date with time. Write it as 2026-03-01T09:00:00+08:00.";
        if (type == typeof(TimeSpan) || type == typeof(Duration)) return Durations.NoDuration(value);
        if (type.IsEnum) return $"“{value}” is not known here. Use one of: {string.Join(", ", Enum.GetNames(type))}.";
        if (type != typeof(string) && typeof(System.Collections.IEnumerable).IsAssignableFrom(type)) return $"“{value}” is no list.";
        return $"“{value}” does not have the form that is needed here.";
    }

    /// <summary>Makes a value fit a variable or input of an Elsa type name such as Int32, Boolean, DateTimeOffset; Object takes everything.</summary>
    public static JsonNode? ToNamedType(JsonNode? value, string? typeName, bool isArray = false)
    {
        if (value is null || isArray)
            return isArray && value is JsonValue text && text.TryGetValue(out string? json) && IsStructured(json) ? JsonNode.Parse(json) : value;
        return typeName switch
        {
            "String" => value is JsonValue ? AsText(value) : value,
            "Int32" or "Long" or "Int64" => Whole(To<decimal?>(Blank(value))),
            "Single" or "Double" => To<double?>(Blank(value)),
            "Decimal" => To<decimal?>(Blank(value)),
            "Boolean" => To<bool>(value),
            "DateTime" or "DateTimeOffset" => Blank(value) is null ? null : JsonSerializer.SerializeToElement(To<DateTimeOffset>(value)).GetString(),
            "TimeSpan" => Blank(value) is null ? null : Durations.Write(To<Duration>(value)),
            "Object" or "ObjectDictionary" or "JSON" or "JsonNode" or "JsonObject" or "JsonElement" =>
                value is JsonValue scalar && scalar.TryGetValue(out string? embedded) && IsStructured(embedded) ? TryParse(embedded) ?? value : value,
            _ => value,
        };
    }

    public static JsonNode? From(object? value) => value switch
    {
        null => null,
        JsonNode node => Json.Copy(node),
        TimeSpan span => Durations.Write(span),
        Duration duration => Durations.Write(duration),
        _ => JsonSerializer.SerializeToNode(value, Json.Options),
    };

    public static string AsText(JsonNode value) => value switch
    {
        JsonValue scalar when scalar.TryGetValue(out string? text) => text,
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => JsonSerializer.SerializeToElement(scalar).GetString()!,
        JsonValue scalar when scalar.TryGetValue(out bool flag) => flag ? "true" : "false",
        JsonValue scalar when scalar.TryGetValue(out double number) => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToJsonString(Json.Options),
    };

    static object? FromScalar(JsonValue value, Type type)
    {
        var text = value.TryGetValue(out string? content) ? content : null;
        if (type == typeof(TimeSpan)) return text is null ? Seconds(value.GetValue<double>()) : Durations.ReadOnTheClock(text);
        if (type == typeof(Duration)) return text is null ? (Duration)Seconds(value.GetValue<double>()) : Durations.Read(text);
        if (type == typeof(DateTimeOffset) && text is not null)
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (type == typeof(bool)) return text is null ? Truth(value) : text.Length > 0 && bool.Parse(text);
        if (type.IsEnum) return Named(type, text);
        if (type == typeof(int)) return checked((int)Decimal(value, text));
        if (type == typeof(long)) return checked((long)Decimal(value, text));
        if (type == typeof(decimal)) return Decimal(value, text);
        if (type == typeof(double)) return text is null ? value.GetValue<double>() : double.Parse(text, CultureInfo.InvariantCulture);
        return null;
    }

    /// <summary>A number where a length of time is wanted counts seconds.</summary>
    static TimeSpan Seconds(double seconds) => seconds >= 0 ? TimeSpan.FromSeconds(seconds) : throw new FormatException();

    /// <summary>By name only: a number or a list of names is a slip of the pen.</summary>
    static object Named(Type type, string? text)
    {
        var name = Enum.GetNames(type).FirstOrDefault(name => name.Equals(text?.Trim(), StringComparison.OrdinalIgnoreCase));
        return name is null ? throw new FormatException() : Enum.Parse(type, name);
    }

    static decimal Decimal(JsonValue value, string? text)
    {
        if (text is not null) return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (value.TryGetValue(out long whole)) return whole;
        if (value.TryGetValue(out int small)) return small;
        if (value.TryGetValue(out decimal number)) return number;
        return (decimal)value.GetValue<double>();
    }

    static bool Truth(JsonValue value) => value.TryGetValue(out bool flag) ? flag : value.TryGetValue(out double number) && number != 0;

    static JsonNode? Whole(decimal? number) =>
        number is { } value ? value == decimal.Truncate(value) && value is >= long.MinValue and <= long.MaxValue ? (long)value : value : null;

    static JsonNode? Blank(JsonNode? value) =>
        value is JsonValue scalar && scalar.TryGetValue(out string? text) && string.IsNullOrWhiteSpace(text) ? null : value;

    static bool IsStructured(string? text) => text is not null && text.AsSpan().TrimStart() is ['{' or '[', ..];

    static JsonNode? TryParse(string text)
    {
        try { return JsonNode.Parse(text); }
        catch (JsonException) { return null; }
    }

    static string Shortened(JsonNode value) => AsText(value) is { Length: > 60 } text ? text[..60] + "…" : AsText(value);
}

/// <summary>A value is not what is wanted; says in words what it is not and what would do.</summary>
public sealed class ValueConversionException(Message words, Exception? inner = null) : WordedException(words, inner)
{
    /// <summary>What speaks against a reading; null when it can be read.</summary>
    public static Message? Of(Action read)
    {
        try { read(); }
        catch (ValueConversionException refusal) { return refusal.Words; }
        return null;
    }
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Values;

/// <summary>
/// A message as documents keep it: its English sentence and its values apart, so that it can still be said in any language. One without values is
/// plain text. Kinds of values that a sentence is formed by are kept: numbers, times, lengths of time, messages; what else there is becomes text.
/// </summary>
public sealed class MessageJson : JsonConverter<Message>
{
    public override void Write(Utf8JsonWriter writer, Message message, JsonSerializerOptions options)
    {
        if (message.Values.Count == 0) writer.WriteStringValue(message.ToString());
        else WriteParts(writer, message);
    }

    static void WriteParts(Utf8JsonWriter writer, Message message)
    {
        writer.WriteStartObject();
        writer.WriteString("text", message.English);
        if (message.Values.Count > 0)
        {
            writer.WriteStartArray("values");
            foreach (var value in message.Values) WriteValue(writer, value);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }

    static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case Message inner: WriteParts(writer, inner); break;
            // A word that is translated is a sentence of one word.
            case Enum word: WriteParts(writer, word.ToString()); break;
            case int or long or short or byte: writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case TimeSpan duration: WriteNamed(writer, "duration", Durations.Write(duration)); break;
            case DateTimeOffset time: WriteNamed(writer, "time", time.ToString("O", CultureInfo.InvariantCulture)); break;
            case DateOnly day: WriteNamed(writer, "day", day.ToString("O", CultureInfo.InvariantCulture)); break;
            default: writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    static void WriteNamed(Utf8JsonWriter writer, string name, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    public override Message Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.ValueKind == JsonValueKind.Object ? ReadParts(document.RootElement) : document.RootElement.ToString();
    }

    static Message ReadParts(JsonElement parts) =>
        Message.Of(parts.GetProperty("text").GetString()!, parts.TryGetProperty("values", out var values)
            ? values.EnumerateArray().Select(ReadValue).ToList() : []);

    static object? ReadValue(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null: return null;
            case JsonValueKind.Number: return value.TryGetDecimal(out var number) ? number : value.GetDouble();
            case JsonValueKind.Object:
                if (value.TryGetProperty("duration", out var duration)) return Durations.Read(duration.GetString()!);
                if (value.TryGetProperty("time", out var time)) return time.GetDateTimeOffset();
                if (value.TryGetProperty("day", out var day)) return DateOnly.Parse(day.GetString()!, CultureInfo.InvariantCulture);
                return ReadParts(value);
            default: return value.ToString();
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace ThreeStep.Orders.Scenarios;

/// <summary>A value as it is written without quotes: nothing, true or false, a number, else a text.</summary>
static class PlainValue
{
    public static JsonNode? Of(string? text) => text switch
    {
        null or "" or "~" or "null" or "nothing" or "空" => null,
        "true" or "是" => JsonValue.Create(true),
        "false" or "否" => JsonValue.Create(false),
        _ when Number(text) is { } number => JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };

    /// <summary>With commas between the thousands or without; null where it is none. What begins with a zero is an id, not a number.</summary>
    public static decimal? Number(string text) =>
        !(text.Length > 1 && text[0] == '0' && text[1] != '.') && decimal.TryParse(text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture,
            out var number) ? number : null;
}

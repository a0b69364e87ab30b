using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Values;

/// <summary>Bodies of HTTP messages: bytes on the wire, JSON values in workflows.</summary>
public static class HttpBody
{
    const string Form = "application/x-www-form-urlencoded";

    /// <summary>The content type of a value for which none was chosen.</summary>
    public static string TypeOf(JsonNode? content) => content is JsonObject or JsonArray ? "application/json" : "text/plain";

    public static bool IsJson(string? contentType) =>
        Media(contentType) is { } media && (media is "application/json" or "text/json" || media.EndsWith("+json", StringComparison.Ordinal));

    public static bool IsText(string? contentType) =>
        Media(contentType) is { } media
        && (media.StartsWith("text/", StringComparison.Ordinal) || IsJson(media) || media is "application/xml" or "application/javascript" or Form
            || media.EndsWith("+xml", StringComparison.Ordinal));

    /// <summary>What is sent for a value: objects as JSON or as a form, text as UTF-8, Base64 as its bytes where the type is not one of
    /// text.</summary>
    public static byte[] ToBytes(JsonNode? content, string contentType)
    {
        if (content is null) return [];
        if (content is JsonObject fields && Media(contentType) == Form) return Encoding.UTF8.GetBytes(FormText(fields));
        if (!IsText(contentType) && content is JsonValue value && value.TryGetValue(out string? text) && FromBase64(text) is { } bytes) return bytes;
        return Encoding.UTF8.GetBytes(ValueConversion.AsText(content));
    }

    /// <summary>What a workflow gets of a body: JSON as it is, text as text, anything else as Base64, null for nothing. JSON that is none stays
    /// text.</summary>
    public static JsonNode? Parse(byte[] body, string? contentType)
    {
        if (body.Length == 0) return null;
        if (!IsText(contentType)) return Convert.ToBase64String(body);
        var text = Encoding.UTF8.GetString(body);
        if (!IsJson(contentType)) return text;
        try { return JsonNode.Parse(text); }
        catch (JsonException) { return text; }
    }

    static string FormText(JsonObject fields) =>
        string.Join('&', fields.Select(field =>
            $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value is null ? "" : ValueConversion.AsText(field.Value))}"));

    static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    static string? Media(string? contentType) => contentType?.Split(';')[0].Trim().ToLowerInvariant();
}

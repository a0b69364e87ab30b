using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Values;

/// <summary>HTTP headers in workflows: names with one text or a list of texts.</summary>
public static class HttpHeaderValues
{
    public static Dictionary<string, string[]> Read(JsonNode? source)
    {
        var headers = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        if (ValueConversion.ToNamedType(source, "Object") is not JsonObject values) return headers;
        foreach (var (name, value) in values)
            if (value is not null) headers[name] = value is JsonArray list ? list.OfType<JsonNode>().Select(ValueConversion.AsText).ToArray()
                : [ValueConversion.AsText(value)];
        return headers;
    }

    public static JsonObject ToJson(IEnumerable<KeyValuePair<string, string[]>> headers)
    {
        var result = new JsonObject();
        foreach (var (name, values) in headers)
            result[name] = values is [var single] ? JsonValue.Create(single) : new JsonArray(values.Select(value => (JsonNode)value).ToArray());
        return result;
    }
}

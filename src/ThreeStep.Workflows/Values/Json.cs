using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Values;

/// <summary>The one way the engine writes and reads JSON: camelCase, nulls left out, Chinese kept readable.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    /// <summary>A copy that belongs to no parent, so that it may be put anywhere.</summary>
    public static JsonNode? Copy(JsonNode? node) => node?.Parent is null ? node : node.DeepClone();

    public static string? Text(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool Flag(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static int? Number(this JsonObject source, string name) =>
        source[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    public static JsonArray? Array(this JsonObject source, string name) => source[name] as JsonArray;

    public static JsonObject? Object(this JsonObject source, string name) => source[name] as JsonObject;

    public static JsonNode? Parse(string text) => JsonNode.Parse(text);

    public static string Write(JsonNode? node) => node is null ? "null" : node.ToJsonString(Options);
}

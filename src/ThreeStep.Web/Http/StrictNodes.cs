using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Web.Http;

/// <summary>
/// Reads parts of a body that stay JSON, such as the answers of a form, at once and to their ground: a property that stands twice is refused like
/// anything else that cannot be read. By themselves they would be read when somebody looks into them, and fail there.
/// </summary>
sealed class StrictNodes : JsonConverterFactory
{
    static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    public override bool CanConvert(Type typeToConvert) => typeof(JsonNode).IsAssignableFrom(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

    sealed class Of<T> : JsonConverter<T> where T : JsonNode
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            try { ReadAll(document.RootElement); }
            catch (InvalidOperationException error) { throw new JsonException("A text could not be converted.", error); }
            return JsonNode.Parse(document.RootElement.GetRawText(), documentOptions: Once) switch
            {
                null => null,
                T node => node,
                _ => throw new JsonException("The value could not be converted."),
            };
        }

        /// <summary>Texts that are no Unicode fail when they are read.</summary>
        static void ReadAll(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.String) element.GetString();
            else if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) ReadAll(item);
            else if (element.ValueKind == JsonValueKind.Object)
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    ReadAll(property.Value);
                }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => value.WriteTo(writer, options);
    }
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>A variable of a workflow or of a container, with its Elsa type name and its initial value.</summary>
public sealed record VariableDefinition(string Id, string Name, string TypeName, bool IsArray, JsonNode? Value)
{
    public static IReadOnlyList<VariableDefinition> ReadAll(JsonArray? source) =>
        source is null ? [] : source.OfType<JsonObject>().Select(Read).ToList();

    static VariableDefinition Read(JsonObject source)
    {
        var name = source.Text("name") ?? "";
        return new(source.Text("id") ?? name, name, source.Text("typeName") ?? "Object", source.Flag("isArray"), source["value"]);
    }

    /// <summary>What it begins with.</summary>
    /// <exception cref="ValueConversionException">The value does not fit the type.</exception>
    public JsonNode? Initial() => Take(Value);

    /// <summary>A value as the variable's type wants it; a copy.</summary>
    /// <exception cref="ValueConversionException">The value does not fit the type.</exception>
    public JsonNode? Take(JsonNode? value) => Json.Copy(ValueConversion.ToNamedType(value?.DeepClone(), TypeName, IsArray));
}

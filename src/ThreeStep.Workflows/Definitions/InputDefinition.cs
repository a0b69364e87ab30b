using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>An input or output that a workflow declares.</summary>
/// <param name="IsRequired">
/// The workflow is not started without it: it is marked so, or is of the category Required or 必填, because Studio knows categories but no such mark.
/// </param>
public sealed record InputDefinition(string Name, string Type, bool IsArray, JsonNode? DefaultValue, bool IsRequired = false)
{
    /// <summary>What it is, for people, in both languages maybe.</summary>
    public string? Description { get; init; }

    public static IReadOnlyList<InputDefinition> ReadAll(JsonArray? source) => source?.OfType<JsonObject>().Select(Read).ToList() ?? [];

    static InputDefinition Read(JsonObject input) =>
        new(input.Text("name") ?? "", input.Text("type") ?? "Object", input.Flag("isArray"), input["defaultValue"], IsMarked(input))
        { Description = input.Text("description") is { Length: > 0 } said ? said : null };

    static bool IsMarked(JsonObject input) => input.Flag("isRequired") || input.Text("category") is { } category
        && (category.Contains("必填", StringComparison.Ordinal) || category.Contains("Required", StringComparison.OrdinalIgnoreCase));

    /// <summary>What it is where nothing is given.</summary>
    /// <exception cref="ValueConversionException">The default does not fit the type.</exception>
    public JsonNode? Default() => Take(DefaultValue);

    /// <summary>A value as the declared type wants it; a copy.</summary>
    /// <exception cref="ValueConversionException">The value does not fit the type.</exception>
    public JsonNode? Take(JsonNode? value) => Json.Copy(ValueConversion.ToNamedType(value?.DeepClone(), Type, IsArray));
}

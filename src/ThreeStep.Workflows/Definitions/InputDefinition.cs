using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>An input or output that a workflow declares.</summary>
public sealed record InputDefinition(string Name, string Type, bool IsArray, JsonNode? DefaultValue)
{
    public static IReadOnlyList<InputDefinition> ReadAll(JsonArray? source) =>
        source is null ? [] : source.OfType<JsonObject>().Select(input => new InputDefinition(input.Text("name") ?? "", input.Text("type") ?? "Object", input.Flag("isArray"), input["defaultValue"])).ToList();
}

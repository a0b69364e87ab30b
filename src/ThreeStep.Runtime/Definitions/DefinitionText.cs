using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Definitions;

/// <summary>
/// A definition as text that a company keeps in git: always the same for the same content, names before details and the rest sorted, without
/// what a designer or server adds by itself. Lists keep their order, which has a meaning.
/// </summary>
public static class DefinitionText
{
    static readonly string[] First =
        ["$schema", "definitionId", "id", "name", "displayName", "description", "type", "typeName", "version", "expression", "value", "text",
        "source", "target", "activity", "port", "x", "y", "width", "height"];
    static readonly string[] Last = ["connections", "root"];
    static readonly HashSet<string> OfTheServer =
        ["$schema", "id", "version", "isLatest", "isPublished", "createdAt", "links", "toolVersion", "isReadonly", "isSystem"];

    /// <summary>UTF-8, lines end with a line feed.</summary>
    public static string Of(JsonObject model)
    {
        var own = new JsonObject(model.Where(property => !OfTheServer.Contains(property.Key))
            .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())));
        return Sorted(own)!.ToJsonString(Json.Indented).ReplaceLineEndings("\n") + "\n";
    }

    static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject source =>
            new JsonObject(source.Where(property => IsSaid(property.Key, property.Value)).OrderBy(property => Rank(property.Key))
            .ThenBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => KeyValuePair.Create(property.Key, Sorted(property.Value)))),
        JsonArray list => new JsonArray(list.Select(Sorted).ToArray()),
        _ => node?.DeepClone(),
    };

    /// <summary>False for what a designer writes of everything and that says nothing.</summary>
    static bool IsSaid(string name, JsonNode? value) => (name, value) switch
    {
        ("nodeId", _) => false,
        ("name" or "description", null) => false,
        ("canStartWorkflow" or "runAsynchronously" or "isArray" or "autoUpdateConsumingWorkflows", JsonValue flag) =>
            flag.GetValueKind() != JsonValueKind.False,
        ("vertices" or "notFoundConnections" or "variables" or "inputs" or "outputs" or "outcomes", JsonArray list) => list.Count > 0,
        ("customProperties" or "metadata" or "options", JsonObject inner) => inner.Any(property => IsSaid(property.Key, property.Value)),
        _ => true,
    };

    static int Rank(string name) =>
        Array.IndexOf(First, name) is >= 0 and var place ? place : Array.IndexOf(Last, name) is >= 0 and var end ? 2000 + end : 1000;
}

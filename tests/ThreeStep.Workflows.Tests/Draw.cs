using System.Text.Json.Nodes;

namespace ThreeStep.Testing;

/// <summary>Writes definitions as the designer would, in fewer words.</summary>
public static class Draw
{
    /// <param name="connections">"a -> b" or "a:True -> b".</param>
    public static JsonObject Flowchart(JsonObject[] activities, params string[] connections) => Workflow(Chart("Flow", activities, connections));

    public static JsonObject Sequence(params JsonObject[] activities) =>
        Workflow(Step("Sequence", "Root", ("activities", new JsonArray(activities))));

    public static JsonObject Workflow(JsonObject root) =>
        new() { ["definitionId"] = "test", ["name"] = "Test", ["variables"] = new JsonArray(), ["root"] = root };

    public static JsonObject With(this JsonObject workflow, params (string Name, string Type, object? Value)[] variables)
    {
        workflow["variables"] = new JsonArray(variables.Select(variable => (JsonNode)new JsonObject
        {
            ["id"] = variable.Name,
            ["name"] = variable.Name,
            ["typeName"] = variable.Type,
            ["isArray"] = false,
            ["value"] = variable.Value?.ToString(),
        }).ToArray());
        return workflow;
    }

    public static JsonObject Chart(string id, JsonObject[] activities, params string[] connections) =>
        Step("Flowchart", id, ("activities", new JsonArray(activities)), ("connections", new JsonArray(connections.Select(Connection).ToArray())));

    static JsonNode Connection(string text)
    {
        var (from, to) = (text.Split("->")[0].Trim(), text.Split("->")[1].Trim());
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = from.Split(':')[0], ["port"] = from.Contains(':') ? from.Split(':')[1] : "Done" },
            ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
        };
    }

    public static JsonObject Step(string type, string id, params (string Name, JsonNode? Value)[] properties)
    {
        var step = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type.Contains('.') ? type : $"Elsa.{type}", ["version"] = 1 };
        foreach (var (name, value) in properties) step[name] = value;
        return step;
    }

    public static JsonObject Line(string text) => Step("WriteLine", text, ("text", Literal(text)));

    public static JsonObject Set(string id, string variable, JsonNode value) =>
        Step("SetVariable", id, ("variable", new JsonObject { ["id"] = variable, ["name"] = variable }), ("value", value));

    public static JsonObject Wait(string eventName) => Step("Event", eventName, ("eventName", Literal(eventName)));

    public static JsonNode Literal(string value) => Expression("Literal", value);
    public static JsonNode Js(string code) => Expression("JavaScript", code);
    public static JsonNode Liquid(string text) => Expression("Liquid", text);

    public static JsonObject Expression(string type, string value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// A workflow's state as Elsa writes it into files: its serializer numbers every object and list (<c>$id</c>, <c>$values</c>), but not what stands
/// in a bag of free values.
/// </summary>
static class ReferencedState
{
    static readonly HashSet<string> Bags = ["properties", "metadata", "activityState", "input", "output", "payload"];

    public static JsonObject Of(JsonObject workflowState)
    {
        var number = 0;
        return Numbered(workflowState, ref number);
    }

    static JsonObject Numbered(JsonObject source, ref int number)
    {
        var target = new JsonObject { ["$id"] = Next(ref number) };
        foreach (var (name, value) in source)
            target[name] = value switch
            {
                JsonObject bag when Bags.Contains(name) => Bag(bag, ref number),
                JsonObject part => Numbered(part, ref number),
                JsonArray list => Numbered(list, ref number),
                _ => value?.DeepClone(),
            };
        return target;
    }

    static JsonObject Numbered(JsonArray list, ref int number)
    {
        var target = new JsonObject { ["$id"] = Next(ref number) };
        var values = new JsonArray();
        foreach (var item in list) values.Add((JsonNode?)(item is JsonObject part ? Numbered(part, ref number) : item?.DeepClone()));
        target["$values"] = values;
        return target;
    }

    /// <summary>Two things in a bag have a type of their own, and say so.</summary>
    static JsonObject Bag(JsonObject source, ref int number)
    {
        var target = new JsonObject();
        foreach (var (name, value) in source)
            target[name] = (name, value) switch
            {
                ("Variables", JsonObject variables) => Typed(variables, "VariablesDictionary", ref number),
                ("Flowchart.Tokens", JsonArray tokens) => WithType(Numbered(tokens, ref number), "List<Token>"),
                _ => value?.DeepClone(),
            };
        return target;
    }

    static JsonObject Typed(JsonObject source, string type, ref int number)
    {
        var target = new JsonObject { ["$id"] = Next(ref number) };
        foreach (var (name, value) in source) target[name] = value?.DeepClone();
        return WithType(target, type);
    }

    static JsonObject WithType(JsonObject target, string type)
    {
        target["_type"] = type;
        return target;
    }

    static string Next(ref int number) => (++number).ToString(CultureInfo.InvariantCulture);
}

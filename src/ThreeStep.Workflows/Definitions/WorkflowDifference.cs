using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>
/// What two versions of a workflow differ in, in lines without words of a language: + what came, − what went, ~ what changed, the activities by the
/// names people gave them. Where activities stand on the canvas does not count.
/// </summary>
public static class WorkflowDifference
{
    /// <summary>Characters of a value; more of it is left out.</summary>
    const int LongestValue = 120;

    /// <summary>There, but without a value.</summary>
    const string Nothing = "∅";

    /// <summary>What is kept of an activity beside its inputs, and says nothing to a person.</summary>
    static readonly HashSet<string> bookkeeping =
    [
        "id", "nodeId", "name", "type", "version", "metadata", "activities", "connections", "customProperties", "runAsynchronously", "commitStrategy",
    ];

    sealed record Drawn(string Name, string Type, IReadOnlyDictionary<string, string> Values);

    /// <param name="before">Null where there was nothing.</param>
    public static IReadOnlyList<string> Of(JsonObject? before, JsonObject after)
    {
        var lines = new List<string>();
        Compare(lines, "", Top(before), Top(after));
        var (former, present) = (Activities(before), Activities(after));
        foreach (var (id, activity) in present)
            if (!former.TryGetValue(id, out var was)) lines.Add($"+ {activity.Name}");
            else
            {
                if (was.Name != activity.Name) lines.Add($"~ {was.Name} → {activity.Name}");
                if (was.Type != activity.Type) lines.Add($"~ {activity.Name}: {was.Type} → {activity.Type}");
                Compare(lines, $"{activity.Name}: ", was.Values, activity.Values);
            }
        lines.AddRange(former.Where(item => !present.ContainsKey(item.Key)).Select(item => $"− {item.Value.Name}"));
        var (arrows, formerArrows) = (Arrows(after, present), Arrows(before, former));
        lines.AddRange(arrows.Except(formerArrows).Select(arrow => $"+ {arrow}"));
        lines.AddRange(formerArrows.Except(arrows).Select(arrow => $"− {arrow}"));
        return lines;
    }

    /// <summary>As <see cref="Of"/>, in one text of at most so many characters; "—" where they are the same.</summary>
    public static string Text(JsonObject? before, JsonObject after, int longest = 1_800)
    {
        var lines = Of(before, after);
        if (lines.Count == 0) return "—";
        var text = new System.Text.StringBuilder();
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            if (text.Length + line.Length > longest)
            {
                text.Append('\n').Append("… +").Append(lines.Count - index);
                break;
            }
            if (index > 0) text.Append('\n');
            text.Append(line);
        }
        return text.ToString();
    }

    static void Compare(List<string> lines, string where, IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        foreach (var name in before.Keys.Union(after.Keys))
        {
            var (was, now) = (before.GetValueOrDefault(name, ""), after.GetValueOrDefault(name, ""));
            if (was == now) continue;
            lines.Add(was.Length == 0 && now == Nothing ? $"+ {where}{name}" : now.Length == 0 && was == Nothing ? $"− {where}{name}"
                : $"~ {where}{name} {Cut(was)} → {Cut(now)}");
        }
    }

    static string Cut(string value) => value.Length == 0 || value == Nothing ? "–" : value.Length <= LongestValue ? $"“{value}”" : $"“{value[..LongestValue]}…”";

    /// <summary>Name, description, variables, inputs, outputs and options.</summary>
    static Dictionary<string, string> Top(JsonObject? model)
    {
        var values = new Dictionary<string, string>();
        foreach (var name in (string[])["name", "description"])
            if (model?.Text(name) is { Length: > 0 } text) values[name] = text;
        foreach (var list in (string[])["variables", "inputs", "outputs"])
            foreach (var item in model?.Array(list)?.OfType<JsonObject>() ?? [])
                values[$"{list}.{item.Text("name")}"] = list == "variables" ? Said(item["value"]) is { Length: > 0 } value ? value : Nothing
                    : item.Text("type") ?? Nothing;
        foreach (var (name, value) in model?.Object("options") ?? [])
            if (Said(value) is { Length: > 0 } said and not "false") values[$"options.{name}"] = said;
        return values;
    }

    static Dictionary<string, Drawn> Activities(JsonObject? model)
    {
        var found = new Dictionary<string, Drawn>();
        Walk(model?["root"], found);
        return found;
    }

    static void Walk(JsonNode? node, Dictionary<string, Drawn> found)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Walk(item, found);
            return;
        }
        if (node is not JsonObject source) return;
        if (source.Text("type") is { } type && source.Text("id") is { } id && source.ContainsKey("version"))
            found[id] = new(source.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown
                : source.Text("name") is { Length: > 0 } name ? name : id, type, Values(source));
        foreach (var (key, child) in source)
            if (key is not ("metadata" or "connections")) Walk(child, found);
    }

    static Dictionary<string, string> Values(JsonObject activity)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, value) in activity)
            if (!bookkeeping.Contains(name) && !IsActivity(value) && Said(value) is { Length: > 0 } said) values[name] = said;
        return values;
    }

    static bool IsActivity(JsonNode? value) => value is JsonObject source && source.ContainsKey("type") && source.ContainsKey("id")
        || value is JsonArray list && list.Any(IsActivity);

    /// <summary>A literal as it is, an expression with its language, an output's variable.</summary>
    static string Said(JsonNode? value)
    {
        if (value is not JsonObject source) return value switch
        {
            null => "",
            JsonValue plain => plain.ToString(),
            _ => value.ToJsonString(Json.Options),
        };
        if (source.Object("expression") is { } expression)
        {
            var text = expression["value"] is JsonObject variable ? variable.Text("name") ?? variable.Text("id") ?? "" : Said(expression["value"]);
            return text.Length == 0 || expression.Text("type") is null or "Literal" or "Object" ? text : $"{expression.Text("type")}: {text}";
        }
        return source.Object("memoryReference")?.Text("id") is { } reference ? $"→ {reference}"
            : source.ContainsKey("typeName") && source.Count <= 2 ? "" : source.ToJsonString(Json.Options);
    }

    static List<string> Arrows(JsonObject? model, Dictionary<string, Drawn> activities)
    {
        var arrows = new List<string>();
        Collect(model?["root"]);
        return arrows;

        void Collect(JsonNode? node)
        {
            if (node is JsonArray list)
            {
                foreach (var item in list) Collect(item);
                return;
            }
            if (node is not JsonObject source) return;
            foreach (var arrow in source.Array("connections")?.OfType<JsonObject>() ?? [])
            {
                var outcome = arrow.Object("source")?.Text("port") is { Length: > 0 } port and not "Done" ? $" ({port})" : "";
                arrows.Add($"{Called(arrow.Object("source"))}{outcome} → {Called(arrow.Object("target"))}");
            }
            foreach (var (key, child) in source)
                if (key is not ("metadata" or "connections")) Collect(child);
        }

        string Called(JsonObject? end) =>
            end?.Text("activity") is not { } id ? "?" : activities.TryGetValue(id, out var activity) ? activity.Name : id;
    }
}

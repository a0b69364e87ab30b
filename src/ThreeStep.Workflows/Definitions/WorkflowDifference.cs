using System.Text;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>
/// What two versions of a workflow differ in: settings first, then steps and arrows. Where steps stand on the canvas does not count.
/// </summary>
public static class WorkflowDifference
{
    /// <summary>What is kept of a step beside its inputs, and says nothing to a person.</summary>
    static readonly HashSet<string> bookkeeping =
    [
        "id", "nodeId", "name", "type", "version", "metadata", "activities", "connections", "customProperties", "runAsynchronously", "commitStrategy",
    ];

    sealed record Drawn(string Name, string Type, IReadOnlyDictionary<string, string> Values);

    /// <param name="before">Null where there was nothing.</param>
    /// <param name="isSecret">Whether an input (camelCase) of a type of step holds secrets: that it changed is told, what it is is not.</param>
    public static IReadOnlyList<WorkflowChange> Of(JsonObject? before, JsonObject after, Func<string, string, bool> isSecret)
    {
        var changes = new List<WorkflowChange>();
        Whole(changes, WorkflowPart.Name, before?.Text("name"), after.Text("name"));
        Whole(changes, WorkflowPart.Description, before?.Text("description"), after.Text("description"));
        foreach (var (part, list) in ((WorkflowPart, string)[])
            [(WorkflowPart.Variable, "variables"), (WorkflowPart.Input, "inputs"), (WorkflowPart.Output, "outputs")])
            Compare(changes, part, Named(before, list), Named(after, list));
        Compare(changes, WorkflowPart.Option, Options(before), Options(after));
        Compare(changes, WorkflowPart.Setting, Settings(before), Settings(after));
        var (former, present) = (Steps(before), Steps(after));
        foreach (var (id, step) in present)
            if (former.TryGetValue(id, out var was)) CompareStep(changes, was, step, isSecret);
            else changes.Add(new(WorkflowPart.Step, step.Name, null, null, step.Name, step.Type));
        foreach (var (_, gone) in former.Where(item => !present.ContainsKey(item.Key)))
            changes.Add(new(WorkflowPart.Step, gone.Name, null, gone.Name, null, gone.Type));
        var (arrows, formerArrows) = (Arrows(after), Arrows(before));
        changes.AddRange(arrows.Except(formerArrows).Select(arrow => arrow.Said(present))
            .Select(said => new WorkflowChange(WorkflowPart.Arrow, said, null, null, said)));
        changes.AddRange(formerArrows.Except(arrows).Select(arrow => arrow.Said(former))
            .Select(said => new WorkflowChange(WorkflowPart.Arrow, said, null, said, null)));
        return changes;
    }

    /// <summary>
    /// As <see cref="Of"/>, a line each without words of a language, in one text of at most so many characters; "—" where they are the same.
    /// </summary>
    public static string Text(JsonObject? before, JsonObject after, Func<string, string, bool> isSecret, int longest = 1_800)
    {
        var changes = Of(before, after, isSecret);
        if (changes.Count == 0) return "—";
        var text = new StringBuilder();
        for (var index = 0; index < changes.Count; index++)
        {
            var line = changes[index].ToString();
            if (text.Length + line.Length > longest) return text.Append("\n… +").Append(changes.Count - index).ToString();
            if (index > 0) text.Append('\n');
            text.Append(line);
        }
        return text.ToString();
    }

    static void Whole(List<WorkflowChange> changes, WorkflowPart part, string? was, string? now)
    {
        if ((was ?? "") != (now ?? "")) changes.Add(new(part, "", null, was, now));
    }

    static void Compare(List<WorkflowChange> changes, WorkflowPart part, IReadOnlyDictionary<string, string> before,
        IReadOnlyDictionary<string, string> after)
    {
        foreach (var name in before.Keys.Union(after.Keys))
        {
            var (was, now) = (before.GetValueOrDefault(name), after.GetValueOrDefault(name));
            if (was != now) changes.Add(new(part, name, null, was, now));
        }
    }

    static void CompareStep(List<WorkflowChange> changes, Drawn was, Drawn step, Func<string, string, bool> isSecret)
    {
        if (was.Name != step.Name) changes.Add(new(WorkflowPart.StepName, step.Name, null, was.Name, step.Name, step.Type));
        if (was.Type != step.Type) changes.Add(new(WorkflowPart.StepType, step.Name, null, was.Type, step.Type, step.Type));
        foreach (var input in was.Values.Keys.Union(step.Values.Keys))
        {
            var (old, value) = (was.Values.GetValueOrDefault(input), step.Values.GetValueOrDefault(input));
            if (old == value) continue;
            if (isSecret(step.Type, input)) (old, value) = (Hidden(old), Hidden(value));
            changes.Add(new(WorkflowPart.StepValue, step.Name, input, old, value, step.Type));
        }
    }

    static string? Hidden(string? value) => string.IsNullOrEmpty(value) ? value : "•••";

    /// <summary>Variables with their values, inputs and outputs with their types.</summary>
    static Dictionary<string, string> Named(JsonObject? model, string list)
    {
        var values = new Dictionary<string, string>();
        foreach (var item in model?.Array(list)?.OfType<JsonObject>() ?? [])
            values[item.Text("name") ?? ""] = list == "variables" ? Said(item["value"]) : item.Text("type") ?? "";
        return values;
    }

    /// <summary>One that is off is as one that is not there.</summary>
    static Dictionary<string, string> Options(JsonObject? model) => (model?.Object("options") ?? [])
        .Select(option => (option.Key, Value: Said(option.Value))).Where(option => option.Value is not ("" or "false"))
        .ToDictionary(option => option.Key, option => option.Value);

    /// <summary>How variables are marked as settings: whoever widens a range is seen.</summary>
    static Dictionary<string, string> Settings(JsonObject? model)
    {
        var marks = new Dictionary<string, string>();
        foreach (var mark in model?.Object("customProperties")?.Array("settings")?.OfType<JsonObject>() ?? [])
            marks[$"{mark.Text("variable")}{(mark.Text("part") is { Length: > 0 } part ? $".{part}" : "")}"] = mark.ToJsonString(Json.Options);
        return marks;
    }

    static Dictionary<string, Drawn> Steps(JsonObject? model)
    {
        var found = new Dictionary<string, Drawn>();
        Visit(model?["root"], source =>
        {
            if (source.Text("type") is { } type && source.Text("id") is { } id && source.ContainsKey("version"))
                found[id] = new(source.Object("metadata")?.Text("displayText") is { Length: > 0 } shown ? shown
                    : source.Text("name") is { Length: > 0 } name ? name : id, type, Values(source));
        });
        return found;
    }

    static Dictionary<string, string> Values(JsonObject step)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, value) in step)
            if (!bookkeeping.Contains(name) && !IsStep(value) && Said(value) is { Length: > 0 } said) values[name] = said;
        return values;
    }

    static bool IsStep(JsonNode? value) => value is JsonObject source && source.ContainsKey("type") && source.ContainsKey("id")
        || value is JsonArray list && list.Any(IsStep);

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

    /// <summary>By ids: a step that is only called otherwise has the same arrows.</summary>
    sealed record Arrow(string From, string? Outcome, string To)
    {
        public string Said(Dictionary<string, Drawn> steps)
        {
            return $"{Called(From)}{(Outcome is null ? "" : $" ({Outcome})")} → {Called(To)}";

            string Called(string id) => steps.TryGetValue(id, out var step) ? step.Name : id;
        }
    }

    static List<Arrow> Arrows(JsonObject? model)
    {
        var arrows = new List<Arrow>();
        Visit(model?["root"], source =>
        {
            foreach (var arrow in source.Array("connections")?.OfType<JsonObject>() ?? [])
                arrows.Add(new(arrow.Object("source")?.Text("activity") ?? "?",
                    arrow.Object("source")?.Text("port") is { Length: > 0 } port and not "Done" ? port : null,
                    arrow.Object("target")?.Text("activity") ?? "?"));
        });
        return arrows;
    }

    /// <summary>Every object that may be a step, the outer ones first.</summary>
    static void Visit(JsonNode? node, Action<JsonObject> see)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Visit(item, see);
            return;
        }
        if (node is not JsonObject source) return;
        see(source);
        foreach (var (key, child) in source)
            if (key is not ("metadata" or "connections")) Visit(child, see);
    }
}

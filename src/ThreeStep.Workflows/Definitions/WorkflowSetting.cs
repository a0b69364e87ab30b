using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>How the value of a setting is read and edited.</summary>
public enum SettingKind { Text, Number, Money, Duration, YesNo, Choice, Person, List, Table }

/// <summary>
/// A variable that people change in a form, without the designer. It is marked in the definition under <c>customProperties.settings</c>, which the
/// designer keeps as it is; at the variable itself it would not.
/// </summary>
/// <param name="Id">The variable's name; of a part of a variable <c>Variable.Part</c>.</param>
/// <param name="Part">The property of the variable's value that it is about; null for the whole.</param>
/// <param name="Name">What people call it, in both languages: "提醒 · Remind".</param>
/// <param name="Unit">What an amount counts, such as CNY or %.</param>
/// <param name="Least">The smallest value (of a text the fewest characters); null where there is no limit.</param>
/// <param name="Most">The largest value; null where there is no limit.</param>
/// <param name="Columns">Of a table.</param>
public sealed record WorkflowSetting(string Id, string Variable, string? Part, string Name, SettingKind Kind)
{
    public string? Explanation { get; init; }
    public string? Unit { get; init; }
    public string? Least { get; init; }
    public string? Most { get; init; }
    public IReadOnlyList<string> Options { get; init; } = [];
    public IReadOnlyList<WorkflowSetting> Columns { get; init; } = [];
    /// <summary>It may be left empty.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>Everything that is marked, in the order in which it is; what cannot be read is no setting, see <see cref="Unreadable"/>.</summary>
    public static IReadOnlyList<WorkflowSetting> ReadAll(WorkflowDefinition definition) =>
        Marks(definition).OfType<JsonObject>().Select(mark => Read(mark, definition)).OfType<WorkflowSetting>()
            .DistinctBy(setting => setting.Id).ToList();

    /// <summary>Marks that are none: without a name, of a variable that is not there, of an unknown kind.</summary>
    public static IReadOnlyList<string> Unreadable(WorkflowDefinition definition) => Marks(definition)
        .Where(mark => mark is not JsonObject source || Read(source, definition) is null)
        .Select(mark => (mark as JsonObject)?.Text("variable") ?? mark?.ToJsonString(Json.Options) ?? "null").ToList();

    static IEnumerable<JsonNode?> Marks(WorkflowDefinition definition) => definition.CustomProperties?.Array("settings") ?? [];

    static WorkflowSetting? Read(JsonObject mark, WorkflowDefinition definition)
    {
        var variable = definition.Variables.FirstOrDefault(known => known.Name == mark.Text("variable"));
        if (variable is null || variable.Name == "") return null;
        var part = mark.Text("part") is { Length: > 0 } given ? given : null;
        return Read(mark, part is null ? variable.Name : $"{variable.Name}.{part}", variable.Name, part, variable);
    }

    static WorkflowSetting? Read(JsonObject mark, string id, string variable, string? part, VariableDefinition? typed)
    {
        if (mark.Text("name") is not { Length: > 0 } name || KindOf(mark.Text("kind"), typed, part) is not { } kind) return null;
        var columns = (mark.Array("columns") ?? []).OfType<JsonObject>()
            .Select(column => Read(column, column.Text("column") ?? "", variable, null, null)).OfType<WorkflowSetting>()
            .Where(column => column.Id != "" && column.Kind != SettingKind.Table).DistinctBy(column => column.Id).ToList();
        if (kind == SettingKind.Table && columns.Count == 0) return null;
        return new(id, variable, part, name, kind)
        {
            Explanation = mark.Text("explanation"),
            Unit = mark.Text("unit"),
            Least = Limit(mark["min"]),
            Most = Limit(mark["max"]),
            Options = (mark.Array("options") ?? []).OfType<JsonValue>().Select(ValueConversion.AsText).ToList(),
            Columns = columns,
            MayBeEmpty = mark.Flag("mayBeEmpty"),
        };
    }

    static string? Limit(JsonNode? limit) => limit is JsonValue value && ValueConversion.AsText(value) is { Length: > 0 } text ? text : null;

    /// <summary>By itself what the variable's type says.</summary>
    static SettingKind? KindOf(string? written, VariableDefinition? variable, string? part)
    {
        if (written is { Length: > 0 })
            return Enum.TryParse<SettingKind>(written, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(written[0]) ? kind : null;
        return part is not null ? null : variable?.TypeName switch
        {
            "TimeSpan" => SettingKind.Duration,
            "Int32" or "Int64" or "Long" or "Single" or "Double" or "Decimal" => SettingKind.Number,
            "Boolean" => SettingKind.YesNo,
            "Object" or "ObjectDictionary" or "JSON" or "JsonNode" or "JsonObject" or "JsonElement" => null,
            _ => SettingKind.Text,
        };
    }

    /// <summary>What the setting is in a version; null where it is nothing.</summary>
    public JsonNode? ValueIn(WorkflowDefinition definition)
    {
        var whole = definition.Variables.FirstOrDefault(known => known.Name == Variable)?.Value;
        if (Part is null && Kind is not (SettingKind.Table or SettingKind.List)) return whole;
        var read = Parsed(whole);
        return Part is null ? read : (read as JsonObject)?[Part];
    }

    /// <summary>Puts a value, which <see cref="SettingRules"/> has brought into its form, into a definition's JSON.</summary>
    public void Put(JsonObject model, JsonNode? value)
    {
        var variable = model.Array("variables")!.OfType<JsonObject>().First(known => known.Text("name") == Variable);
        var isText = variable["value"] is JsonValue text && text.TryGetValue(out string? _);
        var structured = Part is not null || Kind is SettingKind.Table or SettingKind.List;
        var whole = value?.DeepClone();
        if (Part is not null)
        {
            var parts = Parsed(variable["value"])?.DeepClone() as JsonObject ?? [];
            parts[Part] = whole;
            whole = parts;
        }
        // The designer shows a value as text, so what was text stays text.
        variable["value"] = structured && isText && whole is not null ? whole.ToJsonString(Json.Options) : whole;
    }

    static JsonNode? Parsed(JsonNode? value)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue(out string? text)) return value;
        try { return JsonNode.Parse(text); }
        catch (JsonException) { return null; }
    }
}

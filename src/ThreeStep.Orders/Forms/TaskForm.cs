using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Forms;

/// <summary>
/// The form of a task as a workflow writes it: a list of fields, as JSON. The one reader, before publishing, when a task is given, and of what the
/// editor saves.
/// </summary>
public sealed partial class TaskForm : ValueKind
{
    public const int MostFields = 40;
    const int MostOptions = 100;

    /// <summary>Outputs that every task has, so that no field can be called so.</summary>
    static readonly string[] Taken = ["TaskId", "Note", "Answers", "Unanswered"];

    static readonly string[] Common = ["key", "name", "explanation", "kind", "required", "onlyIf"];
    static readonly string[] Ranged = ["min", "max"];

    public override Objection? Look(JsonNode value, ActivityNode node, Surroundings around) =>
        ValueConversionException.Of(() => Read(value)) is { } refusal ? Objection.Certain(refusal) : null;

    /// <returns>Null where nothing is asked for.</returns>
    /// <exception cref="ValueConversionException">It is no form, in words.</exception>
    public static IReadOnlyList<TaskField>? Read(JsonNode? written)
    {
        if (Parsed(written) is not { } node) return null;
        if (node is not JsonArray list) throw new ValueConversionException("A form is a list of fields, each with a key, a name and a kind.");
        if (list.Count == 0) return null;
        if (list.Count > MostFields) throw new ValueConversionException($"A form has {MostFields} fields at most.");
        var fields = new List<TaskField>();
        foreach (var (item, number) in list.Select((item, index) => (item, index + 1)))
            fields.Add(ReadField(item as JsonObject
                ?? throw new ValueConversionException($"Field {number} is no field: it has a key, a name and a kind."), number, fields));
        return fields;
    }

    /// <summary>As it is written at a step: without what is not said.</summary>
    public static JsonArray Write(IEnumerable<TaskField> fields) => new(fields.Select(field => (JsonNode?)Written(field)).ToArray());

    static JsonObject Written(TaskField field)
    {
        var written = (JsonObject)JsonSerializer.SerializeToNode(field, Json.Options)!;
        if (!field.Required) written.Remove("required");
        return written;
    }

    static JsonNode? Parsed(JsonNode? written)
    {
        if (written is not JsonValue scalar || !scalar.TryGetValue(out string? text)) return written;
        if (string.IsNullOrWhiteSpace(text)) return null;
        try { return JsonNode.Parse(text); }
        catch (JsonException) { throw new ValueConversionException("This is no valid JSON. Look for a missing bracket, quote or comma."); }
    }

    static TaskField ReadField(JsonObject source, int number, List<TaskField> before)
    {
        var key = TextOf(source, "key") ?? throw new ValueConversionException($"Field {number} has no key, by which its answer is named.");
        if (!KeyPattern().IsMatch(key))
            throw new ValueConversionException($"“{key}” is no key: it begins with a letter and has letters, digits and _ only, at most 40.");
        if (Taken.Contains(key, StringComparer.OrdinalIgnoreCase))
            throw new ValueConversionException($"No field can have the key “{key}”: every task has an output of that name.");
        if (before.Exists(other => Names.Pascal(other.Key).Equals(Names.Pascal(key), StringComparison.OrdinalIgnoreCase)))
            throw new ValueConversionException($"Two fields have the key “{key}”. Give each one of its own.");
        var kind = OneOf<TaskFieldKind>(source, "kind", key)
            ?? throw new ValueConversionException($"The field “{key}” has no kind. Use one of: {string.Join(", ", Enum.GetNames<TaskFieldKind>())}.");
        var known = Common.Concat(Own(kind)).ToList();
        if (source.Select(part => part.Key).FirstOrDefault(part => !known.Contains(part)) is { } unknown)
            throw new ValueConversionException($"The field “{key}”: “{unknown}” is nothing that a {kind} has. It has: {string.Join(", ", known)}.");
        var field = new TaskField(key, Line(source, "name", key) ?? key, kind)
        {
            Explanation = Line(source, "explanation", key),
            Unit = Line(source, "unit", key),
            Min = TextOf(source, "min"),
            Max = TextOf(source, "max"),
            Decimals = DecimalsOf(source, key),
            Options = kind == TaskFieldKind.Choice ? OptionsOf(source, key) : null,
            Role = OneOf<Role>(source, "role", key),
            Record = RecordOf(source, kind, key),
            Required = FlagOf(source, "required", key),
            OnlyIf = AskedIfOf(source, key, before),
        };
        Range.Require(field);
        return kind == TaskFieldKind.Money && field.Unit is { } currency ? field with { Unit = CurrencyOf(currency, key) } : field;
    }

    static string[] Own(TaskFieldKind kind) => kind switch
    {
        TaskFieldKind.Text or TaskFieldKind.LongText or TaskFieldKind.Date => Ranged,
        TaskFieldKind.Number => [.. Ranged, "unit", "decimals"],
        TaskFieldKind.Money => [.. Ranged, "unit"],
        TaskFieldKind.Choice => ["options"],
        TaskFieldKind.Person => ["role"],
        TaskFieldKind.Record => ["record"],
        _ => [],
    };

    static string? TextOf(JsonObject source, string name) => source[name] switch
    {
        JsonValue value when ValueConversion.AsText(value).Trim() is { Length: > 0 } text => text,
        null or JsonValue => null,
        _ => throw new ValueConversionException($"“{name}” is no text."),
    };

    static string? Line(JsonObject source, string name, string key) => TextOf(source, name) is not { } text ? null
        : text.Length <= TextField.LongestLine ? text
        : throw new ValueConversionException($"The field “{key}”: “{name}” has at most {TextField.LongestLine} characters.");

    static T? OneOf<T>(JsonObject source, string name, string key) where T : struct, Enum
    {
        if (TextOf(source, name) is not { } text) return null;
        var found = Enum.GetNames<T>().FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase));
        return found is not null ? Enum.Parse<T>(found) : throw new ValueConversionException(
            $"The field “{key}”: “{text}” is no {name}. Use one of: {string.Join(", ", Enum.GetNames<T>())}.");
    }

    static bool FlagOf(JsonObject source, string name, string key) => source[name] is not { } given ? false
        : ValueConversionException.Of(() => ValueConversion.To<bool>(given)) is null ? ValueConversion.To<bool>(given)
        : throw new ValueConversionException($"The field “{key}”: “{name}” is true or false.");

    static int? DecimalsOf(JsonObject source, string key) => TextOf(source, "decimals") is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) && digits <= NumberField.Digits ? digits
        : throw new ValueConversionException($"The field “{key}”: “decimals” is a number from 0 to {NumberField.Digits}.");

    static string CurrencyOf(string text, string key) => CurrencyField.All.Contains(text.ToUpperInvariant()) ? text.ToUpperInvariant()
        : throw new ValueConversionException($"The field “{key}”: there is no currency “{text}”. Give an ISO 4217 code such as CNY.");

    static List<TaskOption> OptionsOf(JsonObject source, string key)
    {
        if (source["options"] is not JsonArray { Count: > 0 } list)
            throw new ValueConversionException($"The field “{key}” is a choice without options. List them under “options”.");
        if (list.Count > MostOptions) throw new ValueConversionException($"The field “{key}” has more than {MostOptions} options.");
        var options = list.Select(item => item switch
        {
            JsonObject option when TextOf(option, "value") is { } value => new TaskOption(value, TextOf(option, "name") ?? value),
            JsonValue value when ValueConversion.AsText(value).Trim() is { Length: > 0 } text => new TaskOption(text, text),
            _ => throw new ValueConversionException($"The field “{key}”: an option is a text, or has a value and a name."),
        }).ToList();
        if (options.Exists(option => Math.Max(option.Value.Length, option.Name.Length) > TextField.LongestName))
            throw new ValueConversionException($"The field “{key}”: an option has at most {TextField.LongestName} characters.");
        return options.DistinctBy(option => option.Value, StringComparer.OrdinalIgnoreCase).Count() == options.Count ? options
            : throw new ValueConversionException($"The field “{key}” has the same option twice.");
    }

    static string? RecordOf(JsonObject source, TaskFieldKind kind, string key)
    {
        if (kind != TaskFieldKind.Record) return null;
        var text = TextOf(source, "record");
        return FormRecords.Kinds.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new ValueConversionException($"The field “{key}” asks for a record and “record” does not say of which kind: {string.Join(", ", FormRecords.Kinds)}.");
    }

    static AskedIf? AskedIfOf(JsonObject source, string key, List<TaskField> before)
    {
        if (source["onlyIf"] is not { } written) return null;
        var asked = written as JsonObject ?? [];
        var field = before.Find(other => other.Key == TextOf(asked, "field"));
        if (field is not { Kind: TaskFieldKind.Choice or TaskFieldKind.YesNo })
            throw new ValueConversionException($"The field “{key}”: “onlyIf” names a choice, or a yes or no, that stands before it.");
        var answers = (asked["is"] switch { JsonArray list => list, { } one => [one.DeepClone()], null => [] })
            .OfType<JsonValue>().Select(value => ValueConversion.AsText(value).Trim()).ToList();
        var possible = field.Kind == TaskFieldKind.YesNo ? ["true", "false"] : field.Options!.Select(option => option.Value).ToList();
        if (answers.Count == 0 || answers.Find(answer => !possible.Contains(answer)) is not null)
            throw new ValueConversionException($"The field “{key}”: “is” of “onlyIf” must be one of: {string.Join(", ", possible)}.");
        return new(field.Key, answers);
    }

    [GeneratedRegex(@"^\p{L}[\p{L}\p{Nd}_]{0,39}$")] private static partial Regex KeyPattern();
}

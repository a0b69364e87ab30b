using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.FormDesign;

/// <summary>
/// A field of a form while somebody designs it: as the editor's own fields hold it. What it comes to is read by <see cref="TaskForm"/>.
/// </summary>
public sealed class EditedField
{
    const string Between = " · ";

    static readonly char[] BetweenAnswers = [',', '，', '、'];

    public EditedField() { }

    public EditedField(TaskField field)
    {
        (Key, Kind, IsRequired) = (field.Key, field.Kind, field.Required);
        (Chinese, English) = Halves(field.Name == field.Key ? "" : field.Name);
        (Explanation, Unit, Least, Most) = (field.Explanation ?? "", field.Unit ?? "", field.Min ?? "", field.Max ?? "");
        Decimals = field.Decimals?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";
        Options = string.Join('\n', (field.Options ?? [])
            .Select(option => option.Name == option.Value ? option.Value : $"{option.Value} = {option.Name}"));
        (Role, Record) = (field.Role?.ToString() ?? "", field.Record ?? Record);
        (IfField, IfAnswers) = (field.OnlyIf?.Field ?? "", string.Join(", ", field.OnlyIf?.Is ?? []));
    }

    public string Key { get; set; } = "";
    public string Chinese { get; set; } = "";
    public string English { get; set; } = "";
    public string Explanation { get; set; } = "";
    public TaskFieldKind Kind { get; set; }
    public bool IsRequired { get; set; }
    public string Unit { get; set; } = "";
    public string Least { get; set; } = "";
    public string Most { get; set; } = "";
    public string Decimals { get; set; } = "";
    /// <summary>One a line: the value, or the value = what people read.</summary>
    public string Options { get; set; } = "";
    public string Role { get; set; } = "";
    public string Record { get; set; } = FormRecords.Kinds[0];
    public string IfField { get; set; } = "";
    public string IfAnswers { get; set; } = "";

    public bool HasRange => Kind is TaskFieldKind.Text or TaskFieldKind.LongText or TaskFieldKind.Number or TaskFieldKind.Money or TaskFieldKind.Date;

    static (string Chinese, string English) Halves(string name) => name.Split(Between) switch
    {
        [var chinese, var english] => (chinese, english),
        _ => name.Any(letter => letter > 0x2E80) ? (name, "") : ("", name),
    };

    /// <summary>As it is written at a step; what says nothing is left out.</summary>
    public JsonObject Written()
    {
        var written = new JsonObject { ["key"] = Key.Trim() is { Length: > 0 } key ? key : KeyOf(English), ["kind"] = Kind.ToString() };
        Put("name", string.Join(Between, new[] { Chinese.Trim(), English.Trim() }.Where(half => half.Length > 0)));
        Put("explanation", Explanation);
        if (IsRequired) written["required"] = true;
        if (HasRange)
        {
            Put("min", Least);
            Put("max", Most);
        }
        if (Kind is TaskFieldKind.Number or TaskFieldKind.Money) Put("unit", Unit);
        if (Kind == TaskFieldKind.Number) Put("decimals", Decimals);
        if (Kind == TaskFieldKind.Choice) written["options"] = OptionList();
        if (Kind == TaskFieldKind.Person) Put("role", Role);
        if (Kind == TaskFieldKind.Record) Put("record", Record);
        if (IfField.Length > 0) written["onlyIf"] = new JsonObject { ["field"] = IfField, ["is"] = AnswerList() };
        return written;

        void Put(string name, string value)
        {
            if (value.Trim() is { Length: > 0 } text) written[name] = text;
        }
    }

    JsonArray OptionList() => new(Options.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .Select(parts => (JsonNode?)(parts is [var value, var name] ? new JsonObject { ["value"] = value, ["name"] = name } : parts[0])).ToArray());

    JsonArray AnswerList() => new(IfAnswers.Split(BetweenAnswers, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(answer => (JsonNode?)answer).ToArray());

    /// <summary>"Who decides" is whoDecides.</summary>
    static string KeyOf(string name)
    {
        var key = string.Concat(Names.Pascal(name).Where(char.IsLetterOrDigit));
        return key.Length == 0 ? "" : char.ToLowerInvariant(key[0]) + key[1..];
    }
}

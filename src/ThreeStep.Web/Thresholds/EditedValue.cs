using System.Globalization;
using System.Text.Json.Nodes;
using ThreeStep.Web.Texts;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;
using static ThreeStep.Web.Texts.Texts;

namespace ThreeStep.Web.Thresholds;

/// <summary>
/// A setting, or a cell of one, while somebody edits it: as the fields of a form hold it. Lengths of time are a number and a unit where they have
/// one.
/// </summary>
public sealed class EditedValue
{
    const decimal MinutesAnHour = 60, MinutesADay = 24 * MinutesAnHour;

    /// <summary>As the reader of durations knows them; the empty one stands for what has several units and is written out.</summary>
    public static readonly IReadOnlyList<string> Units =
        ["working days", "working hours", "working minutes", "days", "hours", "minutes"];

    static readonly char[] Between = [',', '，', '、', ';', '；'];

    public EditedValue(WorkflowSetting setting, JsonNode? value)
    {
        Setting = setting;
        switch (setting.Kind)
        {
            case SettingKind.Table:
                Rows = (value as JsonArray ?? []).OfType<JsonObject>().Select(RowOf).ToList();
                break;
            case SettingKind.List:
                Text = value is JsonArray list ? string.Join(", ", list.Select(item => item?.ToString())) : "";
                break;
            case SettingKind.YesNo:
                IsOn = string.Equals(value?.ToString(), "true", StringComparison.OrdinalIgnoreCase);
                break;
            case SettingKind.Duration:
                (Text, Unit) = Measured(value);
                break;
            case SettingKind.Number or SettingKind.Money:
                Text = value is null ? "" : Plain(value);
                break;
            default:
                Text = value is null ? "" : ValueConversion.AsText(value);
                break;
        }
    }

    public WorkflowSetting Setting { get; }
    public string Text { get; set; } = "";
    /// <summary>Of a length of time; empty where the text says it all.</summary>
    public string Unit { get; set; } = "";
    public bool IsOn { get; set; }
    public List<List<EditedValue>> Rows { get; } = [];

    public List<EditedValue> RowOf(JsonObject cells) => Setting.Columns.Select(column => new EditedValue(column, cells[column.Id])).ToList();

    /// <summary>What the form says, as JSON; null where it says nothing.</summary>
    public JsonNode? Value => Setting.Kind switch
    {
        SettingKind.Table => new JsonArray(Rows.Select(row => (JsonNode?)new JsonObject(row.Where(cell => cell.Value is not null)
            .Select(cell => KeyValuePair.Create(cell.Setting.Id, cell.Value)))).ToArray()),
        SettingKind.List => new JsonArray(Text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(item => (JsonNode?)item).ToArray()),
        SettingKind.YesNo => IsOn,
        SettingKind.Duration when Text.Trim().Length > 0 && Unit.Length > 0 => $"{Text.Trim()} {Unit}",
        _ => Text.Trim() is { Length: > 0 } text ? text : null,
    };

    /// <summary>As it is told to people, in their language.</summary>
    /// <param name="name">What a person is called.</param>
    public static string Said(WorkflowSetting setting, JsonNode? value, Func<string, string> name)
    {
        if (value is null || value is JsonValue text && text.ToString().Trim().Length == 0) return "–";
        return setting.Kind switch
        {
            SettingKind.Duration when Read(value) is { } duration => Durations.InWords(duration, T),
            SettingKind.Number or SettingKind.Money => Number(setting, value),
            SettingKind.YesNo => value.ToString() == "true" ? T("yes") : T("no"),
            SettingKind.Person => name(value.ToString()),
            SettingKind.List => value is JsonArray { Count: > 0 } list ? string.Join(", ", list.Select(item => item?.ToString())) : "–",
            SettingKind.Choice => Option(value.ToString()),
            _ => value.ToString(),
        };
    }

    static string Number(WorkflowSetting setting, JsonNode value)
    {
        if (!decimal.TryParse(Plain(value), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return value.ToString();
        var written = number.ToString("#,0.####", CultureInfo.CurrentCulture);
        return setting.Unit is { } unit ? $"{written} {Bilingual.Said(unit)}" : written;
    }

    /// <summary>What a choice is called; one without words is called as it is written.</summary>
    public static string Option(string value) => $"option: {value}" is var key && T(key) is var said && said != key ? said : value;

    /// <summary>A limit of the range, in words.</summary>
    public static string Limit(WorkflowSetting setting, string limit) => Said(setting with { MayBeEmpty = true }, limit, each => each);

    static string Plain(JsonNode value) => ValueConversion.AsText(value);

    static Duration? Read(JsonNode value) =>
        ValueConversionException.Of(() => ValueConversion.To<Duration>(value)) is null ? ValueConversion.To<Duration>(value) : null;

    static (string Text, string Unit) Measured(JsonNode? value)
    {
        if (value is null) return ("", Units[0]);
        if (Read(value) is not { } duration) return (value.ToString(), "");
        var minutes = (decimal)duration.Time.Ticks / TimeSpan.TicksPerMinute;
        if (minutes != decimal.Truncate(minutes) || duration.WorkingDays > 0 && minutes > 0) return (Durations.InWords(duration, T), "");
        if (duration.IsWorkingTime) return duration.WorkingDays > 0 ? (Whole(duration.WorkingDays), "working days")
            : minutes % MinutesAnHour == 0 ? (Whole(minutes / MinutesAnHour), "working hours") : (Whole(minutes), "working minutes");
        return minutes % MinutesADay == 0 ? (Whole(minutes / MinutesADay), "days")
            : minutes % MinutesAnHour == 0 ? (Whole(minutes / MinutesAnHour), "hours") : (Whole(minutes), "minutes");
    }

    static string Whole(decimal number) => number.ToString("0", CultureInfo.InvariantCulture);
}

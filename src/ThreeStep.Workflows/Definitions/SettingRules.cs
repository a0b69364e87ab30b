using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Definitions;

/// <summary>What a setting takes: its kind and its range. The one rule for the form, for programs and before publishing.</summary>
public static class SettingRules
{
    const int LongestText = 2_000;
    const int MostRows = 200, MostItems = 50, LongestItem = 200;

    /// <summary>A value in the form in which definitions keep it.</summary>
    /// <exception cref="ValueConversionException">It is none of the kind, or outside of the range, in words.</exception>
    public static JsonNode? Take(WorkflowSetting setting, JsonNode? value)
    {
        if (IsBlank(value))
            return setting.MayBeEmpty ? null : throw new ValueConversionException("Nothing is given, and the workflow needs a value here.");
        return setting.Kind switch
        {
            SettingKind.Duration => Within(setting, ReadDuration(value!)),
            SettingKind.Number or SettingKind.Money => Within(setting, ReadNumber(value!)),
            SettingKind.YesNo => ValueConversion.To<bool>(value),
            SettingKind.Choice => Choice(setting, ValueConversion.AsText(value!)),
            SettingKind.List => List(value!),
            SettingKind.Table => Table(setting, value!),
            _ => Text(setting, value!),
        };
    }

    /// <summary>
    /// A value that somebody gives a variable of one instance, past the definition: as its type wants it, and within the range where it is a setting.
    /// </summary>
    /// <exception cref="ValueConversionException">It does not fit.</exception>
    public static JsonNode? Given(WorkflowDefinition definition, VariableDefinition variable, JsonNode? value)
    {
        var setting = definition.Settings.FirstOrDefault(each => each.Id == variable.Name);
        if (setting is not null && Objection(setting, setting.Kind is SettingKind.Table or SettingKind.List ? Parsed(value) : value) is { } objection)
            throw new ValueConversionException(objection);
        return variable.Take(value);
    }

    /// <summary>The designer writes tables as text.</summary>
    static JsonNode? Parsed(JsonNode? value)
    {
        if (value is not JsonValue text) return value;
        try { return JsonNode.Parse(text.ToString()); }
        catch (System.Text.Json.JsonException) { return value; }
    }

    /// <summary>What speaks against a value; null when nothing does.</summary>
    public static Message? Objection(WorkflowSetting setting, JsonNode? value) => ValueConversionException.Of(() => Take(setting, value));

    /// <summary>
    /// How long about, so that working time can be held against time on the clock: a working day counts as a day, a working hour as an hour.
    /// </summary>
    static double About(Duration duration) => duration.Time.TotalDays + duration.WorkingDays;

    static JsonNode Within(WorkflowSetting setting, Duration duration)
    {
        var (least, most) = (Length(setting.Least), Length(setting.Most));
        if (least is { } shortest && About(duration) < About(shortest) || most is { } longest && About(duration) > About(longest))
            throw new ValueConversionException((least, most) switch
            {
                ({ } from, { } to) => (Message)$"{duration} is outside of what is allowed: from {from} to {to}.",
                ({ } from, _) => (Message)$"{duration} is outside of what is allowed: {from} or more.",
                _ => (Message)$"{duration} is outside of what is allowed: {most!.Value} or less.",
            });
        return Durations.Write(duration);
    }

    static JsonNode Within(WorkflowSetting setting, decimal number)
    {
        var (least, most) = (Limit(setting.Least), Limit(setting.Most));
        if (number < least || number > most)
            throw new ValueConversionException((least, most) switch
            {
                ({ } from, { } to) => (Message)$"{number:0.####} is outside of what is allowed: from {from:0.####} to {to:0.####}.",
                ({ } from, _) => (Message)$"{number:0.####} is outside of what is allowed: {from:0.####} or more.",
                _ => (Message)$"{number:0.####} is outside of what is allowed: {most!.Value:0.####} or less.",
            });
        return number;
    }

    /// <summary>A limit that cannot be read is none; the checks say so.</summary>
    static Duration? Length(string? limit) =>
        limit is not null && ValueConversionException.Of(() => Durations.Read(limit)) is null ? Durations.Read(limit) : null;

    static decimal? Limit(string? limit) => limit is not null
        && decimal.TryParse(limit, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number)
        ? number : null;

    /// <summary>True where a limit says nothing that could be held against a value.</summary>
    public static bool HasUnreadableLimit(WorkflowSetting setting) => setting.Kind switch
    {
        SettingKind.Duration =>
            setting.Least is not null && Length(setting.Least) is null || setting.Most is not null && Length(setting.Most) is null,
        SettingKind.Table => setting.Columns.Any(HasUnreadableLimit),
        SettingKind.Number or SettingKind.Money or SettingKind.Text =>
            setting.Least is not null && Limit(setting.Least) is null || setting.Most is not null && Limit(setting.Most) is null,
        _ => false,
    };

    static Duration ReadDuration(JsonNode value) => ValueConversion.To<Duration>(value);

    static decimal ReadNumber(JsonNode value) => ValueConversion.To<decimal>(value);

    static JsonNode Choice(WorkflowSetting setting, string text) =>
        setting.Options.FirstOrDefault(option => option.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new ValueConversionException($"“{text}” is not known here. Use one of: {string.Join(", ", setting.Options)}.");

    static JsonNode Text(WorkflowSetting setting, JsonNode value)
    {
        if (value is not JsonValue) throw new ValueConversionException($"“{Shortened(value)}” is no text.");
        var text = ValueConversion.AsText(value).Trim();
        var (least, most) = (Limit(setting.Least) ?? 0, Limit(setting.Most) ?? LongestText);
        return text.Length >= least && text.Length <= most ? text
            : throw new ValueConversionException($"The text has {text.Length} characters, and must have from {least:0} to {most:0}.");
    }

    static JsonArray List(JsonNode value)
    {
        if (value is not JsonArray list) throw new ValueConversionException($"“{Shortened(value)}” is no list.");
        if (list.FirstOrDefault(item => item is not JsonValue) is { } other) throw new ValueConversionException($"“{Shortened(other)}” is no text.");
        var items = list.Select(item => ValueConversion.AsText(item!).Trim()).ToList();
        if (items.Count > MostItems || items.Exists(item => item.Length > LongestItem))
            throw new ValueConversionException($"A list has at most {MostItems} items of at most {LongestItem} characters.");
        return new JsonArray(items.Select(item => (JsonNode?)item).ToArray());
    }

    static JsonArray Table(WorkflowSetting setting, JsonNode value)
    {
        if (value is not JsonArray { Count: > 0 } rows) throw new ValueConversionException("It is a list of one row or more.");
        if (rows.Count > MostRows) throw new ValueConversionException($"It has {rows.Count} rows; {MostRows} are the most.");
        return new JsonArray(rows.Select((row, index) => (JsonNode?)Row(setting, row, index + 1)).ToArray());
    }

    static JsonObject Row(WorkflowSetting setting, JsonNode? row, int number)
    {
        if (row is not JsonObject cells) throw new ValueConversionException($"Row {number} is no row of a table.");
        if (cells.Select(cell => cell.Key).FirstOrDefault(name => setting.Columns.All(column => column.Id != name)) is { } unknown)
            throw new ValueConversionException($"Row {number}: there is no column “{unknown}”.");
        var taken = new JsonObject();
        foreach (var column in setting.Columns)
        {
            var given = cells[column.Id];
            if (ValueConversionException.Of(() => Take(column, given)) is { } refusal)
                throw new ValueConversionException($"Row {number}, {column.Name}: {refusal}");
            // An empty cell is left out, as the one who writes a table by hand does.
            if (Take(column, given) is { } cell) taken[column.Id] = cell;
        }
        return taken;
    }

    static bool IsBlank(JsonNode? value) => value is null || value is JsonValue scalar && scalar.TryGetValue(out string? text)
        && string.IsNullOrWhiteSpace(text);

    static string Shortened(JsonNode value) =>
        ValueConversion.AsText(value) is { Length: > 60 } text ? text[..60] + "…" : ValueConversion.AsText(value);
}

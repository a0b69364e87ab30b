using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>What stands at the places of a sentence.</summary>
public sealed partial class Words
{
    readonly Match match;

    internal Words(Match match) => this.match = match;

    public string this[string name] => Find(name) ?? "";

    /// <summary>Null where that part of the sentence was left out.</summary>
    public string? Find(string name) => match.Groups[name] is { Success: true } group ? group.Value.Trim() : null;

    /// <exception cref="ScenarioException">It is no length of time.</exception>
    public Duration Span(string name)
    {
        try { return Durations.Read(this[name]); }
        catch (ValueConversionException refusal) { throw new ScenarioException(refusal.Words, refusal); }
    }

    /// <exception cref="ScenarioException">It is no time.</exception>
    public DateTime? Moment(string name) => Find(name) is { } text ? SlotKinds.ReadMoment(text) : null;

    /// <exception cref="ScenarioException">It is no number, or far too large.</exception>
    public decimal Number(string name) => decimal.TryParse(this[name], NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ScenarioException($"“{this[name]}” is no number.");

    /// <summary>None where the sentence has no number.</summary>
    public int Count(string name) => Find(name) is { } word ? SlotKinds.Count(word) : 0;

    public WorkTaskKind TaskKind(string name) => SlotKinds.TaskKind(this[name]);

    public string RecordKind(string name) => SlotKinds.RecordKind(this[name]);

    /// <summary>One of a list of words, in English or Chinese.</summary>
    /// <exception cref="ScenarioException">It is none of them.</exception>
    public T One<T>(string name) where T : struct, Enum
    {
        foreach (var meant in ChineseWords.Meanings(this[name]))
            if (Enum.TryParse<T>(meant, true, out var word) && Enum.IsDefined(word)) return word;
        throw new ScenarioException($"“{this[name]}” is none of: {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>“amount 200000, discount 15”: names and values. A value of several words stands in quotes, a list in brackets.</summary>
    /// <exception cref="ScenarioException">A name stands without a value.</exception>
    public IReadOnlyDictionary<string, JsonNode?> Fields(string name)
    {
        var fields = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (Find(name) is not { } text) return fields;
        var end = 0;
        for (var part = Field().Match(text); part.Success; part = Field().Match(text, end))
        {
            fields[ChineseWords.Field(part.Groups["name"].Value)] = part.Groups switch
            {
                var groups when groups["quoted"] is { Success: true } quoted => JsonValue.Create(quoted.Value),
                var groups when groups["list"] is { Success: true } list => new JsonArray([.. list.Value
                    .Split([',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(PlainValue.Of)]),
                var groups => PlainValue.Of(groups["plain"].Value.Trim()),
            };
            end = part.Index + part.Length;
        }
        if (end < text.Length || fields.Count == 0)
            throw new ScenarioException($"“{text[end..]}” is not read. Write each name with its value: amount 200000, note \"a few words\".");
        return fields;
    }

    [GeneratedRegex("""
        \G\s*(?<name>\w+)\s*(?:=|为|\s)\s*(?:\[(?<list>[^\]]*)\]|["“「](?<quoted>.*?)["”」]|(?<plain>[^,，、"“「]+?))\s*(?:,|，|、|(?<=["”」\]\s])and\s|(?<=\s)和|$)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Field();
}

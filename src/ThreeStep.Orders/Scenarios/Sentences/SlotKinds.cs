using System.Globalization;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Scenarios.Sentences;

/// <summary>What may stand at the places of sentences, and how it is read.</summary>
static class SlotKinds
{
    const string Open = "[\"“「『'‘]", Close = "[\"”」』'’]";

    /// <summary>The pattern of a place; what stands in it is found under its name.</summary>
    public static string Pattern(string kind, string name) => kind switch
    {
        // A text always stands in quotes: it may hold anything.
        "text" => $"{Open}(?<{name}>.*?){Close}",
        "person" or "record" or "value" => $"(?:{Open}(?<{name}>.*?){Close}|(?<{name}>.+?))",
        "fields" => $"(?<{name}>.+?)",
        "span" => $"(?<{name}>\\d.*?)",
        "moment" => $"(?<{name}>\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}(?:[ T]\\d{{1,2}}:\\d{{2}}(?::\\d{{2}}(?:\\.\\d+)?)?)?)",
        "number" => $"(?<{name}>-?[\\d,]+(?:\\.\\d+)?)",
        "count" => $"(?<{name}>an?|one|no|\\d+|[一二两三四五六七八九十])(?:个|条|项|张|件|次)?",
        "word" => $"{Open}?(?<{name}>[\\w-]+){Close}?",
        "tasks" => $"(?<{name}>tasks?|reminders?|calls?|escalations?|任务|提醒|电话|升级)",
        "records" => $"(?<{name}>customers?|deals?|leads?|cases?|campaigns?|客户|商机|线索|服务单|活动)",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static WorkTaskKind TaskKind(string word) => word.ToLowerInvariant().TrimEnd('s') switch
    {
        "reminder" or "提醒" => WorkTaskKind.Reminder,
        "call" or "电话" => WorkTaskKind.Call,
        "escalation" or "升级" => WorkTaskKind.Escalation,
        _ => WorkTaskKind.Task,
    };

    public static string RecordKind(string word) => word.ToLowerInvariant().TrimEnd('s') switch
    {
        "customer" or "客户" => "Customer",
        "deal" or "商机" => "Deal",
        "lead" or "线索" => "Lead",
        "case" or "服务单" => "Case",
        _ => "Campaign",
    };

    public static int Count(string word) => word.ToLowerInvariant() switch
    {
        "no" => 0,
        "a" or "an" or "one" => 1,
        _ when int.TryParse(word, out var number) => number,
        "两" => 2,
        _ => "一二三四五六七八九十".IndexOf(word, StringComparison.Ordinal) + 1,
    };

    /// <summary>A time at the company's place; a day alone is its beginning.</summary>
    /// <exception cref="ScenarioException">It is none.</exception>
    public static DateTime ReadMoment(string text) =>
        DateTime.TryParseExact(text.Replace('T', ' '), ["yyyy-M-d H:mm", "yyyy-M-d H:mm:ss.FFFFFFF", "yyyy-M-d"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var time)
            ? time : throw new ScenarioException($"“{text}” is no time. Write it as 2026-03-09 09:00.");
}

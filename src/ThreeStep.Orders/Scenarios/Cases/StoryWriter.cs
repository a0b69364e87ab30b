using System.Globalization;
using System.Text;

namespace ThreeStep.Orders.Scenarios.Cases;

/// <summary>Writes a story sentence by sentence, and the file that holds it.</summary>
sealed class StoryWriter
{
    sealed record Turn(List<string> When, List<string> Then);

    readonly List<(string Kind, string Line)> given = [];
    readonly List<Turn> turns = [];
    readonly DateTime begin;
    DateTime now;

    /// <param name="begin">At the company's place.</param>
    public StoryWriter(DateTime begin) => this.begin = now = begin;

    /// <summary>As stories write times, no more exactly than needed.</summary>
    public static string Shown(DateTime time) => time.ToString(
        time.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd HH:mm" : time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss"
            : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <param name="kind">The key it stands under.</param>
    public void Give(string kind, string name, IEnumerable<(string Field, string Value)> fields) =>
        given.Add((kind, $"    {name}: {{ {string.Join(", ", fields.Select(field => $"{field.Field}: {field.Value}"))} }}".Replace("{  }", "{}")));

    /// <summary>Time goes on, if it has to.</summary>
    public void Go(DateTime moment)
    {
        if (moment <= now) return;
        now = moment;
        When($"it is {Shown(moment)}");
    }

    public void When(string sentence)
    {
        if (turns.Count == 0 || turns[^1].Then.Count > 0) turns.Add(new([], []));
        turns[^1].When.Add(sentence);
    }

    /// <summary>What is told meanwhile happens at one moment, before anything follows from it.</summary>
    public void AtOnce(Action tell)
    {
        var (count, first) = (turns.Count, turns.Count > 0 ? turns[^1].When.Count : 0);
        tell();
        if (turns.Count == 0) return;
        var from = turns.Count == count ? first : 0;
        var told = turns[^1].When[from..];
        var happened = told.FindAll(sentence => !sentence.Contains(" has become ", StringComparison.Ordinal));
        if (happened.Count < 2) return;
        turns[^1].When.RemoveRange(from, told.Count);
        turns[^1].When.AddRange(told.Except(happened));
        turns[^1].When.Add($"at once {string.Join("; and ", happened)}");
    }

    public void Then(string sentence)
    {
        if (turns.Count == 0) turns.Add(new([], []));
        if (!turns[^1].Then.Contains(sentence)) turns[^1].Then.Add(sentence);
    }

    /// <summary>Takes a sentence back that begins so.</summary>
    public void Drop(string beginning)
    {
        foreach (var turn in turns) turn.When.RemoveAll(sentence => sentence.StartsWith(beginning, StringComparison.Ordinal));
    }

    public string Text(string workflow, IReadOnlyList<string> workflows, IEnumerable<string> company)
    {
        var text = new StringBuilder();
        Add($"workflow: {workflow}");
        Add("given:");
        Add($"  now: {Shown(begin)}");
        Add($"  workflows: [{string.Join(", ", workflows)}]");
        foreach (var line in company) Add(line);
        foreach (var kind in given.GroupBy(record => record.Kind))
        {
            Add($"  {kind.Key}:");
            foreach (var (_, line) in kind) Add(line);
        }
        Add("scenarios:");
        Add("  - scenario: A case as it went");
        Add("    story:");
        foreach (var turn in turns)
        {
            var first = "      - ";
            foreach (var (key, sentences) in new[] { ("when", turn.When), ("then", turn.Then) })
            {
                if (sentences.Count == 0) continue;
                Add($"{first}{key}:");
                foreach (var sentence in sentences) Add($"          - '{sentence.Replace("'", "''", StringComparison.Ordinal)}'");
                first = "        ";
            }
        }
        return text.ToString();

        void Add(string line) => text.Append(line).Append('\n');
    }
}

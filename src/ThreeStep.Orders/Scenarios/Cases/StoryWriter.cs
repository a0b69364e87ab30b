using System.Globalization;
using System.Text;

namespace ThreeStep.Orders.Scenarios.Cases;

/// <summary>Writes a story sentence by sentence, and the file that holds it.</summary>
/// <param name="begin">At the company's place.</param>
sealed class StoryWriter(DateTime begin)
{
    sealed record Turn(List<string> When, List<string> Then);

    readonly List<(string Kind, string Line)> given = [];
    readonly List<Turn> turns = [];
    DateTime now = begin;

    /// <summary>As stories write times, no more exactly than needed.</summary>
    public static string Shown(DateTime time) => time.ToString(
        time.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd HH:mm" : time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss"
            : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <param name="kind">The key it stands under.</param>
    public void Give(string kind, string name, IEnumerable<(string Field, string Value)> fields) =>
        given.Add((kind, $"    {name}: {{ {string.Join(", ", fields.Select(field => $"{field.Field}: {field.Value}"))} }}"));

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

    public void Then(string sentence)
    {
        if (turns.Count == 0) turns.Add(new([], []));
        if (!turns[^1].Then.Contains(sentence)) turns[^1].Then.Add(sentence);
    }

    /// <summary>Takes a sentence back that begins so.</summary>
    public void Drop(string begin)
    {
        foreach (var turn in turns) turn.When.RemoveAll(sentence => sentence.StartsWith(begin, StringComparison.Ordinal));
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

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Replays;

/// <summary>An answer and how long it took.</summary>
public sealed record UsualAnswer(TimeSpan After, JsonNode? Result);

/// <summary>
/// How questions were answered in the past: of the answers that were given most often, the one of middle length. By step; where a step never asked,
/// by who is asked; else by the kind of step.
/// </summary>
public sealed class UsualAnswers
{
    readonly Dictionary<string, List<UsualAnswer>> answers = [];
    readonly ConcurrentDictionary<string, UsualAnswer> middle = new();

    public void Add(PastRun past)
    {
        foreach (var wait in past.Waits.Values)
            if (wait is { IsOwnQuestion: true, Answer: { Recorded: { Stimulus: Stimulus.TaskCompleted answer } recorded } })
            {
                var given = new UsualAnswer(recorded.At - wait.Bookmark.CreatedAt, answer.Result);
                foreach (var key in Keys(wait.Bookmark, wait.Asked))
                {
                    if (!answers.TryGetValue(key, out var known)) answers[key] = known = [];
                    known.Add(given);
                }
            }
    }

    internal UsualAnswer? Find(Bookmark question, string? asked)
    {
        foreach (var key in Keys(question, asked))
            if (answers.TryGetValue(key, out var known)) return middle.GetOrAdd(key, _ => Middle(known));
        return null;
    }

    static IEnumerable<string> Keys(Bookmark question, string? asked)
    {
        yield return $"step {question.NodeId}";
        if (asked is not null) yield return $"asked {question.Name} {asked}";
        yield return $"kind {question.Name}";
    }

    static UsualAnswer Middle(List<UsualAnswer> known)
    {
        var most = known.GroupBy(answer => Said(answer.Result)).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First();
        return most.OrderBy(answer => answer.After).ElementAt(most.Count() / 2);
    }

    static string Said(JsonNode? result) => (result as JsonObject) is { } fields ? fields.Text("decision") ?? fields.Text("outcome") ?? "" : "";
}

using System.Globalization;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Scenarios;

/// <summary>What became of a story.</summary>
/// <param name="File">The file that it stands in.</param>
/// <param name="Line">Where it begins, counted from 1.</param>
/// <param name="Failure">Null: all is as expected.</param>
/// <param name="Told">What happened until then, in order.</param>
public sealed record ScenarioResult(
    string File, string? Workflow, string Name, int Line, TimeSpan Took, ScenarioFailure? Failure, IReadOnlyList<StoryLine> Told)
{
    public bool HasPassed => Failure is null;
}

/// <summary>The sentence at which a story went another way, and what there was instead.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record ScenarioFailure(int Line, string Sentence, Message What);

/// <summary>Something that happened in a story.</summary>
/// <param name="At">As the story writes times, at the company's place.</param>
/// <param name="Text">The sentence of the story, the workflow that moved, or what somebody was given or asked.</param>
public sealed record StoryLine(string At, string Text)
{
    /// <summary>Said by the story itself, rather than done by a workflow.</summary>
    public bool IsSentence { get; init; }
    /// <summary>What a workflow did, as its steps are called.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
    public IReadOnlyList<string> WaitsAt { get; init; } = [];
    /// <summary>What became of it where it does not wait; or whom it was given to.</summary>
    public Message? What { get; init; }

    /// <summary>As a reader of a language is told it, without the time.</summary>
    public Message Said(CultureInfo language)
    {
        if (IsSentence) return Text;
        if (Steps.Count == 0 && WaitsAt.Count == 0 && What is not null) return $"{What}: {TwoLanguages.Said(Text, language)}";
        var (name, steps) = (TwoLanguages.Name(Text, language), Joined(Steps, " → "));
        return WaitsAt.Count > 0 ? $"{name}: {steps} … waits at {Joined(WaitsAt, " / ")}" : $"{name}: {steps} … {What}";

        string Joined(IReadOnlyList<string> names, string between) => string.Join(between, names.Select(step => TwoLanguages.Said(step, language)));
    }
}

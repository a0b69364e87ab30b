using ThreeStep.Workflows.Instances;

namespace ThreeStep.Workflows.Replays;

/// <summary>A burst of the past that was run again, with the wait it answered.</summary>
sealed record PastMove(RecordedBurst Recorded, BurstResult Result, Bookmark? Answered);

/// <summary>A wait of the past.</summary>
/// <param name="IsOwnQuestion">What answers it is told apart by an id that the instance made: a task, a question, a child, a request.</param>
/// <param name="Asked">Who was asked, in the product's words; null where nobody was.</param>
/// <param name="Fields">Which fields the question had; null where it had none.</param>
sealed record PastWait(Bookmark Bookmark, bool IsOwnQuestion, string? Asked, string? Fields)
{
    /// <summary>The burst that took it up; null where none did.</summary>
    public PastMove? Answer { get; set; }

    /// <summary>Since when (UTC) nothing waits here any more; null while it does.</summary>
    public DateTimeOffset? Gone { get; set; }
}

/// <summary>What a case did, found by running its history again: each burst gave what was recorded of it.</summary>
public sealed class PastRun
{
    internal PastRun(RecordedCase recorded) => Recorded = recorded;

    public RecordedCase Recorded { get; }
    internal List<PastMove> Moves { get; } = [];
    internal Dictionary<string, PastWait> Waits { get; } = [];
    internal IReadOnlyDictionary<Draw, string> Draws { get; init; } = new Dictionary<Draw, string>();

    /// <summary>How it went.</summary>
    public CaseStory Story { get; internal set; } = null!;
}

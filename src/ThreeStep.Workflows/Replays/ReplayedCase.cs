namespace ThreeStep.Workflows.Replays;

/// <summary>A question that history has no answer to.</summary>
/// <param name="Since">UTC. From then on an answer would have been possible.</param>
public sealed record OpenQuestion(string BookmarkId, string ActivityId, string? Asked, DateTimeOffset Since);

/// <summary>A case as it went, and as it would have gone.</summary>
public sealed class ReplayedCase(PastRun past, CaseStory now)
{
    public string InstanceId => past.Recorded.InstanceId;
    public CaseStory Then => past.Story;
    public CaseStory Now => now;
    /// <summary>What starts it is not in the workflow that was tried.</summary>
    public bool IsNotStarted { get; internal set; }
    /// <summary>It moved on and on.</summary>
    public bool IsStopped { get; internal set; }
    /// <summary>It waited for an event when the past did not, so that history does not tell whether there was one.</summary>
    public bool MayHaveMissed { get; internal set; }
    public List<OpenQuestion> Open { get; } = [];
    /// <summary>To an open question a usual answer is known: whether it is assumed, and when, makes a difference.</summary>
    public bool DependsOnAssumption { get; internal set; }
    /// <summary>Kinds of records that nobody read then, so that they were taken as they are today.</summary>
    public IReadOnlyCollection<string> ReadToday { get; internal set; } = [];

    /// <summary>It would have gone just as it went.</summary>
    public bool IsSame => !IsNotStarted && !IsStopped && Then.Equals(Now);
}

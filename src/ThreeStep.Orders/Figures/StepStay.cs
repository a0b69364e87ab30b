namespace ThreeStep.Orders.Figures;

/// <summary>
/// One time that an instance stood at a step, folded out of its bursts; of the step "" the whole instance. Times are UTC. What is reckoned from the
/// rest (<see cref="Day"/>, <see cref="Seconds"/>, <see cref="Bucket"/>) is kept, because the database sums it up.
/// </summary>
public sealed class StepStay
{
    /// <summary>The step that stands for the whole instance.</summary>
    public const string Whole = "";
    /// <summary>Not written down, because most steps have only this one.</summary>
    public const string UsualOutcome = "Done";

    public required string InstanceId { get; init; }
    /// <summary>Which of the instance's executions: the number of its first journal entry.</summary>
    public int Execution { get; init; }
    public required string DefinitionId { get; init; }
    /// <summary>The one the instance runs on now.</summary>
    public int Version { get; set; }
    /// <summary>The activity's id, as bookmarks and drawings have it.</summary>
    public required string StepId { get; init; }
    /// <summary>1 the first time that the instance is here, 2 when it comes back, …</summary>
    public int Visit { get; init; }
    public DateTimeOffset CameAt { get; init; }
    public DateTimeOffset? LeftAt { get; private set; }
    public StayEnd? Ended { get; private set; }
    /// <summary>By which outcomes it went on, one a line; null by the usual one, or where it was not completed.</summary>
    public string? Outcome { get; private set; }
    /// <summary>Whether a promise about time that was decided here was kept; null where there was none.</summary>
    public bool? IsMet { get; private set; }
    /// <summary>On which day of the company it left, see <see cref="DateOnly.DayNumber"/>.</summary>
    public int? Day { get; private set; }
    public long? Seconds { get; private set; }
    /// <summary>See <see cref="StayLength"/>.</summary>
    public int? Bucket { get; private set; }

    internal void Leave(DateTimeOffset at, StayEnd end, string? outcome)
    {
        var length = at > CameAt ? at - CameAt : TimeSpan.Zero;
        (LeftAt, Ended, Outcome) = (at, end, outcome);
        (Seconds, Bucket) = ((long)length.TotalSeconds, StayLength.BucketOf(length));
    }

    /// <summary>What the bursts do not tell.</summary>
    internal void Judge(int day, bool? isMet) => (Day, IsMet) = (day, isMet);

    /// <summary>By which outcomes it went on.</summary>
    public static IReadOnlyList<string> OutcomesOf(StayEnd? end, string? outcome) =>
        end != StayEnd.Completed ? [] : string.IsNullOrEmpty(outcome) ? [UsualOutcome] : outcome.Split('\n');
}

/// <summary>How a stay came to its end: the step was done, given up, failed, or the instance was over.</summary>
public enum StayEnd { Completed, Canceled, Faulted, Over }

/// <summary>
/// What stays come to, a row for a day, a step, an end and a length: the database keeps it in step with the stays (triggers of the migration
/// <c>Figures</c>).
/// </summary>
public sealed class StepFigure
{
    public required string DefinitionId { get; init; }
    public int Day { get; init; }
    public int Version { get; init; }
    public required string StepId { get; init; }
    public StayEnd Ended { get; init; }
    /// <summary>As <see cref="StepStay.Outcome"/>, "" for null.</summary>
    public required string Outcome { get; init; }
    public int Bucket { get; init; }
    public long Stays { get; init; }
    public long Seconds { get; init; }
    public long Met { get; init; }
    public long Missed { get; init; }
    /// <summary>Of those how many were not the first of their instance here.</summary>
    public long Again { get; init; }
    /// <summary>How many instances came back for the first time.</summary>
    public long Reworked { get; init; }
}

using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Replays;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Replays;

/// <summary>What a replay found.</summary>
public sealed record ReplayReport
{
    /// <summary>All cases of the time that was asked for.</summary>
    public int Cases { get; init; }
    /// <summary>Of these could be replayed.</summary>
    public int Replayed { get; init; }
    /// <summary>Of these would have gone just as they went.</summary>
    public int Same { get; init; }
    /// <summary>Why others could not be replayed.</summary>
    public IReadOnlyList<Unreplayable> Unreplayable { get; init; } = [];
    /// <summary>What starts them is not in what was tried.</summary>
    public int NotStarted { get; init; }
    /// <summary>They moved on and on, and were stopped.</summary>
    public int Stopped { get; init; }
    /// <summary>
    /// Cases in which somebody would have been asked something that history has no answer to, and how many such questions there are.
    /// </summary>
    public int OpenCases { get; init; }
    public int OpenQuestions { get; init; }
    /// <summary>Cases that waited for an event when the past did not, so that nobody knows whether there was one.</summary>
    public int MayHaveMissed { get; init; }
    /// <summary>Kinds of records that were read as they are today, with the number of cases.</summary>
    public IReadOnlyDictionary<string, int> ReadToday { get; init; } = new Dictionary<string, int>();
    /// <summary>What happened.</summary>
    public ReplayFigures Then { get; init; } = new();
    /// <summary>What would have happened, by what is assumed of open questions.</summary>
    public IReadOnlyDictionary<Assumption, ReplayFigures> Now { get; init; } = new Dictionary<Assumption, ReplayFigures>();
    /// <summary>Steps that both ran, at another time.</summary>
    public IReadOnlyList<StepShift> Shifts { get; init; } = [];
    /// <summary>The cases that would have gone otherwise, those with the most differences first; by the assumption that was chosen.</summary>
    public IReadOnlyList<DifferentCase> Different { get; init; } = [];
}

public sealed record Unreplayable(Message Words, int Cases);

/// <summary>How much of everything there was.</summary>
public sealed record ReplayFigures
{
    /// <summary>By activity id.</summary>
    public Dictionary<string, Amount> Steps { get; init; } = [];
    /// <summary>By kind (see <see cref="ReplayedCommands.KindOf"/>), and by kind and who: <c>Approval</c> and <c>Approval:rep</c>.</summary>
    public Dictionary<string, Amount> Asked { get; init; } = [];
    public int Finished { get; set; }
    public int Faulted { get; set; }
}

/// <param name="Cases">In so many cases.</param>
public sealed record Amount(int Cases, int Times);

/// <summary>How much earlier a step would have come the first time, on average over the cases in which it came at another time.</summary>
/// <param name="WorkingDays">By the company's calendar; less than 0 is later.</param>
/// <param name="Days">The same on the clock, in days of 24 hours.</param>
public sealed record StepShift(string ActivityId, int Cases, double WorkingDays, double Days);

/// <param name="Steps">Those that ran more often, less often, or first at another time.</param>
public sealed record DifferentCase(string InstanceId, string? CorrelationId, string? Name, IReadOnlyList<StepDifference> Steps,
    InstanceSubStatus EndThen, InstanceSubStatus EndNow, bool HasOpenQuestion);

/// <summary>Times are UTC; null where the step did not run.</summary>
/// <param name="IsNoticed">People see something of it; other steps only decide or wait.</param>
public sealed record StepDifference(string ActivityId, int Then, int Now, DateTimeOffset? FirstThen, DateTimeOffset? FirstNow, bool IsNoticed);

using System.Diagnostics;
using System.Text.Json.Nodes;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Telemetry;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Commit;

/// <summary>Something that is written all or not at all: a burst with its children, or a change to domain records, or both.</summary>
sealed class CommitRequest
{
    /// <summary>The burst itself; children commit with it.</summary>
    public BurstResult? Burst { get; init; }
    /// <summary>The version the burst's state was loaded with; null for a new instance.</summary>
    public long? ExpectedVersion { get; init; }
    /// <summary>The queued stimulus this carries out: gone with the commit, and a lost race when it is gone already.</summary>
    public long? ConsumedStimulusId { get; init; }
    /// <summary>The start trigger whose time this carries out, with its next time (UTC).</summary>
    public (DueTrigger Trigger, DateTimeOffset? Next)? MovedTrigger { get; init; }
    public IReadOnlyList<QueuedStimulus> Stimuli { get; init; } = [];
    /// <summary>A change to records.</summary>
    public Action<Transaction>? Change { get; init; }

    /// <summary>
    /// One of many that are begun at once and that nobody waits for at a desk: it is left to the queue's thread, so that they share transactions,
    /// and waits out every outage of the store.
    /// </summary>
    public bool InBatch { get; init; }

    /// <summary>The span in which it was asked for; see <see cref="ProcessTelemetry.Present"/>.</summary>
    public string? TraceParent { get; } = ProcessTelemetry.Present;
    /// <summary>When it was asked for, as <see cref="Stopwatch.GetTimestamp"/> counts.</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>See <see cref="CommitRows.Of"/>.</summary>
    public IReadOnlyList<CommitRow> Rows { get; private set; } = [];

    /// <summary>Whether records are changed, by rules that may read others.</summary>
    public bool HasRules { get; private set; }

    /// <summary>Whether it is written when its rows are.</summary>
    public bool IsPlain => !HasRules && Stimuli.Count == 0;

    /// <summary>Does what needs no store.</summary>
    public void Prepare()
    {
        Rows = [.. CommitRows.Of(this)];
        HasRules = Change is not null
            || AllBursts().Any(burst => burst.Commands.Any(CommandHandlers.ChangesRecords) || BurstAudit.IsRemarkable(burst));
    }

    const int Waiting = 0, Writing = 1, Over = 2;
    int stage;
    int isTimed;
    volatile bool isOutOfPatience;
    UnavailableReason reason;

    public TaskCompletionSource<CommitResult> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>False when whoever asked for it has been told meanwhile that it was not done.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref stage, Writing, Waiting) == Waiting;

    /// <summary>It could not be written now and waits again.</summary>
    public void PutBack()
    {
        Volatile.Write(ref stage, Waiting);
        if (isOutOfPatience) GiveUp();
    }

    /// <summary>In an outage somebody who waits for an answer is told so after a while; what runs by itself waits as long as it takes.</summary>
    public void LimitPatience(StoreHealth health)
    {
        if (InBatch || Interlocked.Exchange(ref isTimed, 1) == 1) return;
        health.AfterPatience(() =>
        {
            reason = health.Outage?.Reason ?? UnavailableReason.Locked;
            isOutOfPatience = true;
            GiveUp();
        });
    }

    void GiveUp()
    {
        if (Interlocked.CompareExchange(ref stage, Over, Waiting) == Waiting) Completion.TrySetException(new StoreUnavailableException(reason));
    }

    public IEnumerable<BurstResult> AllBursts() => Burst is null ? [] : Flatten(Burst);

    /// <summary>A burst and those of the child workflows that ran in it.</summary>
    public static IEnumerable<BurstResult> Flatten(BurstResult burst) => burst.Children.SelectMany(Flatten).Prepend(burst);
}

/// <summary>How a commit ended; with the queued stimuli it has made and the domain records it has changed.</summary>
readonly record struct CommitResult(CommitOutcome Outcome, IReadOnlyList<(long Id, QueuedStimulus Stimulus)> Queued, IReadOnlyList<object> Records)
{
    public static CommitResult Nothing(CommitOutcome outcome) => new(outcome, [], []);
}

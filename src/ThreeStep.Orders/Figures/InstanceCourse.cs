using System.Globalization;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Figures;

/// <summary>Where one instance has stood, while its bursts are folded one after the other. A pure function of the bursts.</summary>
sealed class InstanceCourse(string instanceId, string definitionId, int version)
{
    readonly Dictionary<int, StepStay> open = [];
    readonly Dictionary<string, int> visits = [];
    readonly Dictionary<int, StepStay> changed = [];

    public string InstanceId => instanceId;
    public int Version => version;

    /// <summary>Stays were folded while the instance ran on another version.</summary>
    public bool HasMoved { get; private set; }
    /// <summary>When the instance was over, after the burst <see cref="LastSequence"/>; null while it goes on, or may after another try.</summary>
    public DateTimeOffset? OverAt { get; init; }
    public long LastSequence { get; init; }

    /// <summary>When the instance was over, if it is with this burst.</summary>
    public DateTimeOffset? EndsWith(long sequence) => sequence == LastSequence ? OverAt : null;

    /// <summary>What was added or has come to its end.</summary>
    public IReadOnlyCollection<StepStay> Changed => changed.Values;

    /// <summary>Takes up a stay that was folded before and is not over.</summary>
    public void Resume(StepStay stay)
    {
        Resume(stay.StepId, stay.Version);
        stay.Version = version;
        open[stay.Execution] = stay;
    }

    /// <summary>A stay that was folded before and is over.</summary>
    public void Resume(string stepId, int itsVersion)
    {
        visits[stepId] = visits.GetValueOrDefault(stepId) + 1;
        HasMoved |= itsVersion != version;
    }

    public void Fold(FollowedBurst burst, DateTimeOffset at)
    {
        foreach (var entry in burst.Journal)
            if (NumberOf(entry.ExecutionId) is { } execution) Fold(entry, execution, at);
    }

    void Fold(FollowedBurst.Entry entry, int execution, DateTimeOffset at)
    {
        switch (entry.Event)
        {
            case JournalEvents.Started when !IsWholeFlow(entry.NodeId):
                Come(execution, StepOf(entry.NodeId), at);
                break;
            case JournalEvents.Completed:
                Leave(execution, at, StayEnd.Completed, entry.Outcomes is { } outcomes ? string.Join('\n', outcomes) : null);
                break;
            case JournalEvents.Faulted:
                Leave(execution, at, StayEnd.Faulted, null);
                break;
            case JournalEvents.Canceled when StepOf(entry.NodeId) == StepStay.Whole:
                End(at, StayEnd.Canceled);
                break;
            case JournalEvents.Canceled:
                Leave(execution, at, StayEnd.Canceled, null);
                break;
        }
    }

    /// <summary>The instance is over: so is whatever was open, which the journal does not say one by one.</summary>
    public void End(DateTimeOffset at, StayEnd end = StayEnd.Over)
    {
        foreach (var execution in open.Keys.ToList()) Leave(execution, at, end, null);
    }

    void Come(int execution, string step, DateTimeOffset at)
    {
        var stay = new StepStay
        {
            InstanceId = instanceId,
            Execution = execution,
            DefinitionId = definitionId,
            Version = version,
            StepId = step,
            Visit = visits[step] = visits.GetValueOrDefault(step) + 1,
            CameAt = at,
        };
        open[execution] = changed[execution] = stay;
    }

    void Leave(int execution, DateTimeOffset at, StayEnd end, string? outcome)
    {
        if (!open.Remove(execution, out var stay)) return;
        stay.Leave(at, end, outcome);
        changed[execution] = stay;
    }

    /// <summary>Executions are named by the instance and the number of their first journal entry; null for another name.</summary>
    static int? NumberOf(string executionId)
    {
        var last = executionId.AsSpan(executionId.LastIndexOf('-') + 1);
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>What the root holds stays as long as the instance, which is told already.</summary>
    static bool IsWholeFlow(string nodeId) =>
        nodeId.IndexOf(':', StringComparison.Ordinal) is > 0 and var first && nodeId.IndexOf(':', first + 1) < 0;

    /// <summary>The last part of the path to an activity; the root stands for the whole.</summary>
    static string StepOf(string nodeId) => nodeId.LastIndexOf(':') is >= 0 and var end ? nodeId[(end + 1)..] : StepStay.Whole;
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Replays;

/// <summary>A step began. UTC.</summary>
public sealed record StepRun(DateTimeOffset At, string NodeId, string ActivityId);

/// <summary>A step asked for something outside of the instance.</summary>
/// <param name="At">UTC.</param>
/// <param name="ActivityId">Which step; of another workflow's where it ran inside of this one.</param>
/// <param name="Command">As <see cref="Instances.Command.Describe"/> writes it.</param>
public sealed record Effect(DateTimeOffset At, string ActivityId, JsonObject Command)
{
    public string Kind => Command.Text("command") ?? "";
}

/// <summary>How a case goes: its steps, what they ask for, how it ends or where it stands. Times are UTC.</summary>
public sealed class CaseStory
{
    public List<StepRun> Steps { get; } = [];
    public List<Effect> Effects { get; } = [];
    /// <summary>The version (its id) that it runs on.</summary>
    public string VersionId { get; private set; } = "";
    public DateTimeOffset? FinishedAt { get; private set; }
    public InstanceSubStatus SubStatus { get; private set; }
    /// <summary>Steps that wait, in order.</summary>
    public IReadOnlyList<string> StandsAt { get; private set; } = [];

    internal void Add(BurstResult burst)
    {
        foreach (var entry in burst.Journal)
            if (entry.Event == JournalEvents.Started) Steps.Add(new(burst.Now, entry.NodeId, ActivityOf(entry.NodeId)));
        AddEffects(burst);
        (VersionId, FinishedAt, SubStatus) = (burst.State.DefinitionVersionId, burst.State.FinishedAt, burst.State.SubStatus);
        StandsAt = burst.State.IsFinished ? [] : [.. burst.State.Bookmarks.Select(bookmark => bookmark.ActivityId).Distinct().Order()];
    }

    void AddEffects(BurstResult burst)
    {
        for (var index = 0; index < burst.Commands.Count; index++)
            Effects.Add(new(burst.Now, ActivityOf(burst.AskedBy[index]), burst.Commands[index].Describe()));
        foreach (var child in burst.Children) AddEffects(child);
    }

    static string ActivityOf(string nodeId) => nodeId[(nodeId.LastIndexOf(':') + 1)..];

    /// <summary>Whether two stories are one and the same.</summary>
    public bool Equals(CaseStory other) => FinishedAt == other.FinishedAt && SubStatus == other.SubStatus
        && StandsAt.SequenceEqual(other.StandsAt) && Steps.SequenceEqual(other.Steps) && Effects.Count == other.Effects.Count
        && Effects.Zip(other.Effects).All(pair => pair.First.At == pair.Second.At && pair.First.ActivityId == pair.Second.ActivityId
            && JsonNode.DeepEquals(pair.First.Command, pair.Second.Command));
}

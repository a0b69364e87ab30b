using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Instances;

/// <summary>What a burst leads to. Nothing of it has happened until it is committed.</summary>
/// <param name="Now">UTC; the one moment at which the whole burst took place.</param>
/// <param name="CorrelationBefore">The correlation id the state was loaded with; waits are found by it.</param>
/// <param name="NameBefore">The name the state was loaded with.</param>
/// <param name="Children">Bursts of child workflows that ran inside of this one and commit with it.</param>
public sealed record BurstResult(
    InstanceState State,
    bool IsNew,
    DateTimeOffset Now,
    Stimulus Stimulus,
    IReadOnlyList<JournalEntry> Journal,
    IReadOnlyList<Command> Commands,
    IReadOnlyList<RecordRead> Reads,
    IReadOnlyList<Bookmark> RemovedBookmarks,
    IReadOnlyList<Bookmark> AddedBookmarks,
    IReadOnlyList<BurstResult> Children,
    string? CorrelationBefore = null,
    string? NameBefore = null)
{
    /// <summary>By which activity (node id) each of <see cref="Commands"/> was asked for.</summary>
    public IReadOnlyList<string> AskedBy { get; init; } = [];

    /// <summary>The ids it has taken, in their order: with them the same burst can be run again. Those of its children are theirs.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>The version of the definition (its id) that it was loaded with, before it may have moved to another one.</summary>
    public string BegunWith { get; init; } = "";

    /// <summary>Why a change by hand was not made, and nothing else either; null where it was, or was not asked for.</summary>
    public Message? Refusal { get; init; }

    /// <summary>Exceptions that were not meant for people; their incidents say so, and the server logs them.</summary>
    public IReadOnlyList<Exception> Unforeseen { get; init; } = [];

    /// <summary>Who has cancelled the instance in this burst, and why; null when nobody has.</summary>
    public Stimulus.Cancel? CancelledBy => Stimulus switch
    {
        Stimulus.Cancel cancel => cancel,
        Stimulus.Alter alter when State.SubStatus == InstanceSubStatus.Cancelled => new Stimulus.Cancel(alter.By, alter.Reason),
        _ => null,
    };
}

/// <summary>A domain record as the burst saw it.</summary>
public sealed record RecordRead(string Kind, string Id, JsonNode? Value);

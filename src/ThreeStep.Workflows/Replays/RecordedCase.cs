using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Replays;

/// <summary>One burst of the past, as its row keeps it.</summary>
/// <param name="At">UTC.</param>
/// <param name="Commands">What it asked for, as <see cref="Command.Describe"/> writes it.</param>
/// <param name="Ids">The ids it took; null where the server of that time did not keep them.</param>
public sealed record RecordedBurst(long Sequence, DateTimeOffset At, Stimulus Stimulus, IReadOnlyList<JournalEntry> Journal,
    IReadOnlyList<JsonObject> Commands, IReadOnlyList<RecordRead> Reads, IReadOnlyList<string>? Ids);

/// <summary>The whole history of an instance, with that of the instances it started.</summary>
/// <param name="VersionId">The version of its definition that it began with.</param>
public sealed record RecordedCase(string InstanceId, string DefinitionId, string VersionId, string? CorrelationId, string? Name,
    string? ParentInstanceId, string? ParentBookmarkId, IReadOnlyList<RecordedBurst> Bursts, IReadOnlyList<RecordedCase> Children)
{
    /// <summary>Itself and all below it.</summary>
    public IEnumerable<RecordedCase> Family => Children.SelectMany(child => child.Family).Prepend(this);
}

/// <summary>The history of a case cannot be run again; its words say why. Nothing is said about such a case.</summary>
public sealed class NotReplayableException(Message words) : WordedException(words);

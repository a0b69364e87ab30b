using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Replays;

/// <summary>
/// Runs the history of a case again, each burst with the stimulus, the time, the reads and the ids it had. A burst is a function of these, so
/// each must give just what was recorded of it; where one does not, nothing can be said of the case.
/// </summary>
public static class Retelling
{
    /// <exception cref="NotReplayableException">The history is too old, incomplete, or does not give what was recorded.</exception>
    public static PastRun Of(RecordedCase recorded, ReplayWorld world)
    {
        if (recorded.Bursts is not [{ Stimulus: Stimulus.Start }, ..]) throw new NotReplayableException("Its history has no beginning.");
        if (recorded.Family.Any(each => each.Bursts.Any(burst => burst.Ids is null)))
            throw new NotReplayableException("It was recorded before replays were possible.");
        var ids = new RetoldIds();
        var definitions = new RetoldDefinitions(recorded, world.Definitions, world.FindVersion);
        var past = new PastRun(recorded) { Draws = ids.Drawn, Story = new CaseStory() };
        InstanceState? state = null;
        foreach (var burst in recorded.Bursts)
        {
            ids.Begin(recorded.InstanceId, burst);
            var inside = recorded.Family.Skip(1).Where(child => child.Bursts is [var first, ..] && first.At == burst.At).ToList();
            foreach (var child in inside) ids.Begin(child.InstanceId, child.Bursts[0]);
            var reads = new RetoldReads(inside.SelectMany(child => child.Bursts[0].Reads).Concat(burst.Reads).Reverse());
            BurstResult? result;
            Bookmark? answered;
            try { (result, answered) = Run(recorded, burst, state, new(burst.At, ids, reads, definitions), world); }
            // A value given by hand, before there was a range for it.
            catch (ValueConversionException) { (result, answered) = (null, null); }
            if (result is null || reads.IsOff || ids.IsOff(recorded.InstanceId) || !IsAsRecorded(burst, result))
                throw new NotReplayableException($"Run again, its move {burst.Sequence} does not give what was recorded.");
            Note(past, new(burst, result, answered), world);
            state = result.State;
        }
        return past;
    }

    static (BurstResult? Result, Bookmark? Answered) Run(RecordedCase recorded, RecordedBurst burst, InstanceState? before,
        BurstEnvironment environment, ReplayWorld world)
    {
        if (burst.Stimulus is Stimulus.Start start)
            return (Burst.Start(Version(recorded.VersionId, world), recorded.InstanceId, start, environment, recorded.CorrelationId, recorded.Name,
                recorded.ParentInstanceId, recorded.ParentBookmarkId), null);
        var state = StateCopy.Of(before!);
        var answered = state.Bookmarks.Find(bookmark => bookmark.Id == burst.Stimulus.TargetBookmarkId());
        return (Burst.Continue(Version(state.DefinitionVersionId, world), state, burst.Stimulus, environment), answered);
    }

    static CompiledWorkflow Version(string id, ReplayWorld world) =>
        world.FindVersion(id) ?? throw new NotReplayableException("The version of the workflow that it ran on is gone.");

    static bool IsAsRecorded(RecordedBurst burst, BurstResult result) =>
        burst.Commands.Count == result.Commands.Count && burst.Journal.Count == result.Journal.Count
        && burst.Commands.Zip(result.Commands).All(pair => JsonNode.DeepEquals(pair.First, pair.Second.Describe()))
        && burst.Journal.Zip(result.Journal).All(pair => IsSame(pair.First, pair.Second));

    static bool IsSame(JournalEntry one, JournalEntry other) =>
        one with { Inputs = null, Outputs = null, Outcomes = null } == other with { Inputs = null, Outputs = null, Outcomes = null }
        && JsonNode.DeepEquals(one.Inputs, other.Inputs) && JsonNode.DeepEquals(one.Outputs, other.Outputs)
        && (one.Outcomes ?? []).SequenceEqual(other.Outcomes ?? []);

    static void Note(PastRun past, PastMove move, ReplayWorld world)
    {
        past.Moves.Add(move);
        past.Story.Add(move.Result);
        if (move.Answered is { } answered && past.Waits.TryGetValue(answered.Id, out var wait)) (wait.Answer, wait.Gone) = (move, move.Recorded.At);
        foreach (var removed in move.Result.RemovedBookmarks)
            if (past.Waits.TryGetValue(removed.Id, out var gone)) gone.Gone ??= move.Recorded.At;
        // The calendar has changed: they are due at another time.
        foreach (var kept in move.Result.State.Bookmarks)
            if (past.Waits.TryGetValue(kept.Id, out var known) && known.Bookmark != kept) past.Waits[kept.Id] = known with { Bookmark = kept };
        foreach (var added in move.Result.AddedBookmarks)
            past.Waits[added.Id] = new(added, Questions.IsOwn(added, move.Result.Ids), Questions.Asked(added, move.Result, world.WhoIsAsked),
                Questions.Asked(added, move.Result, world.WhichFields));
    }
}

using ThreeStep.Orders.Replays;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Replays;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Replays;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tests;

/// <summary>Every history that a test makes can be run again, and a workflow that was not changed does the same over it.</summary>
static class UnchangedReplay
{
    /// <returns>How many cases there were.</returns>
    public static int Require(ProcessStore store, CompiledDefinitions definitions, IRecordReader today, DateTimeOffset now)
    {
        var world = ReplayedCommands.World(definitions, today);
        List<RecordedCase> cases;
        using (var database = store.Query()) cases = CaseHistories.Read(database, database.Instances.Select(instance => instance.Id).ToList());
        foreach (var recorded in cases)
        {
            PastRun past;
            try { past = Retelling.Of(recorded, world); }
            catch (NotReplayableException error) { throw new InvalidOperationException($"{recorded.InstanceId}: {error.Message}"); }
            // One that was moved to another version has no version that did all of it.
            if (IsMoved(recorded)) continue;
            var usual = new UsualAnswers();
            usual.Add(past);
            foreach (var assumption in Enum.GetValues<Assumption>())
            {
                var replayed = CaseReplay.Of(past, definitions.FindVersion(past.Story.VersionId)!, world, usual, assumption, now);
                if (!replayed.IsSame || replayed.Open.Count > 0 || replayed.ReadToday.Count > 0)
                    throw new InvalidOperationException($"{recorded.InstanceId} would not go the same:\n{Said(replayed.Then)}\n--- now\n{Said(replayed.Now)}\n"
                        + $"open: {replayed.Open.Count}, read today: {string.Join(", ", replayed.ReadToday)}");
            }
        }
        return cases.Count;
    }

    static bool IsMoved(RecordedCase recorded) => recorded.Bursts.Any(burst => burst.Stimulus is Stimulus.Alter alter
        && alter.Alterations.Any(alteration => alteration is Alteration.Migrate or Alteration.Restore));

    static string Said(CaseStory story) => string.Join("\n", story.Steps.Select(step => $"{step.At:s} {step.ActivityId}")
        .Concat(story.Effects.Select(effect => $"{effect.At:s} {effect.ActivityId} {Json.Write(effect.Command)}"))
        .Append($"{story.SubStatus} {story.FinishedAt:s} at {string.Join(", ", story.StandsAt)}"));
}

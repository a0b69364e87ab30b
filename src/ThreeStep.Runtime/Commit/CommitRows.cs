using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Commit;

/// <summary>
/// What a commit writes of the engine's own, in order: what it ends, its bursts with their waits. Pure; each store runs them its way.
/// </summary>
static class CommitRows
{
    public static IEnumerable<CommitRow> Of(CommitRequest request)
    {
        if (request.ConsumedStimulusId is { } consumed) yield return new(EngineSql.ConsumeStimulus, [("@id", consumed)], CommitOutcome.AlreadyDone);
        if (request.MovedTrigger is { } moved)
            yield return new(EngineSql.MoveTrigger,
                [("@id", moved.Trigger.Id), ("@due_at", moved.Trigger.DueAt?.UtcTicks), ("@next_at", moved.Next?.UtcTicks)],
                CommitOutcome.AlreadyDone);
        foreach (var burst in request.AllBursts())
        {
            var isChild = burst != request.Burst;
            yield return Instance(burst, request.ExpectedVersion, isChild);
            yield return new(EngineSql.InsertBurst, [("@instance_id", burst.State.Id),
                ("@sequence", burst.IsNew ? 1L : request.ExpectedVersion!.Value + 1), ("@at", burst.Now.UtcTicks),
                ("@document", BurstDocument.Write(burst))]);
            foreach (var row in Bookmarks(burst, isChild ? null : burst.CorrelationBefore)) yield return row;
        }
    }

    /// <summary>Changes nothing when another burst was faster or the id is taken.</summary>
    static CommitRow Instance(BurstResult burst, long? expectedVersion, bool isChild)
    {
        var state = burst.State;
        var document = InstanceDocument.Write(state);
        if (burst.IsNew)
            return new(EngineSql.InsertInstance,
            [
                ("@id", state.Id), ("@definition_id", state.DefinitionId), ("@definition_version_id", state.DefinitionVersionId),
                ("@definition_version", state.DefinitionVersion), ("@status", state.Status.ToString()),
                ("@sub_status", state.SubStatus.ToString()), ("@correlation_id", state.CorrelationId), ("@name", state.Name),
                ("@parent_instance_id", state.ParentInstanceId), ("@incident_count", state.Incidents.Count),
                ("@created_at", state.CreatedAt.UtcTicks), ("@updated_at", state.UpdatedAt.UtcTicks),
                ("@finished_at", state.FinishedAt?.UtcTicks), ("@document", document),
            ], isChild ? CommitOutcome.LostRace : CommitOutcome.AlreadyDone);
        return new(EngineSql.UpdateInstance,
        [
            ("@id", state.Id), ("@row_version", expectedVersion), ("@definition_version_id", state.DefinitionVersionId),
            ("@definition_version", state.DefinitionVersion), ("@status", state.Status.ToString()), ("@sub_status", state.SubStatus.ToString()),
            ("@correlation_id", state.CorrelationId), ("@name", state.Name), ("@incident_count", state.Incidents.Count),
            ("@updated_at", state.UpdatedAt.UtcTicks), ("@finished_at", state.FinishedAt?.UtcTicks), ("@document", document),
        ], CommitOutcome.LostRace);
    }

    /// <summary>
    /// Keeps the rows of waits in step with the state. A faulted instance keeps its waits in its state but none as rows, so that nothing
    /// reaches it before its retry, which brings them all back; so may a change by hand.
    /// </summary>
    static IEnumerable<CommitRow> Bookmarks(BurstResult burst, string? correlationBefore)
    {
        var state = burst.State;
        var rebuild = !burst.IsNew
            && (state.IsFinished || burst.Stimulus is Stimulus.Retry or Stimulus.Alter or Stimulus.Recount
                || correlationBefore != state.CorrelationId);
        if (rebuild) yield return new(EngineSql.DeleteBookmarksOf, [("@instance_id", state.Id)]);
        else foreach (var bookmark in burst.RemovedBookmarks) yield return new(EngineSql.DeleteBookmark, [("@id", bookmark.Id)]);
        if (state.IsFinished) yield break;
        foreach (var bookmark in rebuild ? state.Bookmarks : burst.AddedBookmarks)
            yield return new(EngineSql.InsertBookmark,
            [
                ("@id", bookmark.Id), ("@instance_id", state.Id), ("@name", bookmark.Name), ("@hash", bookmark.Hash),
                ("@correlation_id", state.CorrelationId), ("@activity_id", bookmark.ActivityId), ("@due_at", bookmark.DueAt?.UtcTicks),
                ("@counted", bookmark.Counted?.Question),
            ]);
    }
}

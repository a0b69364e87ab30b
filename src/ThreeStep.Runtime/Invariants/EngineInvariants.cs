using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Invariants;

/// <summary>What holds in the engine's tables between any two commits; see docs/architecture.md. Everything else follows from these.</summary>
public static class EngineInvariants
{
    const string RestoreOrCancel = "Restore a backup, or cancel the instance in Studio and start it anew.";

    /// <param name="database">A view of one moment, see <see cref="ProcessStore.Snapshot"/>.</param>
    public static IEnumerable<Breach> Find(ProcessDatabase database) =>
        File(database).Concat(Instances(database)).Concat(Orphans(database)).Concat(Stimuli(database)).Concat(Outbox(database))
            .Concat(Definitions(database));

    static IEnumerable<Breach> File(ProcessDatabase database)
    {
        foreach (var line in database.Damage())
            yield return new("file", line, "The file is damaged: restore the newest backup, and look at the disk.");
        foreach (var table in database.TablesThatPointNowhere())
            yield return new(table, "rows point to others that are not there", "Restore the newest backup.");
    }

    static IEnumerable<Breach> Instances(ProcessDatabase database)
    {
        var versions = database.Definitions.Select(row => row.Id).ToHashSet();
        var rows = database.Bookmarks.AsNoTracking().AsEnumerable().ToLookup(row => row.InstanceId);
        var queued = BookmarksOfStimuli(database);
        var bursts = database.Bursts.GroupBy(row => row.InstanceId)
            .Select(group => new { group.Key, Count = group.LongCount(), Last = group.Max(row => row.Sequence) })
            .ToDictionary(group => group.Key, group => (group.Count, group.Last));
        foreach (var row in database.Instances.AsNoTracking().AsEnumerable())
        {
            var subject = $"instances {row.Id}";
            var (state, reason) = Read(row);
            if (state is null)
            {
                yield return new(subject, reason!, RestoreOrCancel);
                continue;
            }
            var told = (state.Status.ToString(), state.SubStatus.ToString(), state.DefinitionVersionId, state.Incidents.Count);
            if ((row.Status, row.SubStatus, row.DefinitionVersionId, row.IncidentCount) != told)
                yield return new(subject, $"the row says {row.Status}/{row.SubStatus}, its document {state.Status}/{state.SubStatus}",
                    RestoreOrCancel);
            if (!state.IsFinished && !versions.Contains(state.DefinitionVersionId))
                yield return new(subject, $"version {state.DefinitionVersion} of its workflow {state.DefinitionId} is gone",
                    "Import the workflow again, or cancel the instance.");
            if (bursts.GetValueOrDefault(row.Id) is var (count, last) && (count != last || last != row.RowVersion))
                yield return new(subject, $"its history has {count} bursts up to number {last}, the row counts {row.RowVersion}",
                    "The instance goes on; its journal is not complete. Restore a backup if that matters.");
            foreach (var breach in Waits(state, rows[row.Id].ToList(), queued)) yield return breach;
        }
    }

    /// <summary>A running instance has a row for each wait of its state; one that is over or faulted has none.</summary>
    static IEnumerable<Breach> Waits(InstanceState state, List<BookmarkRow> rows, HashSet<string> queued)
    {
        var subject = $"instances {state.Id}";
        if (state.IsFinished)
        {
            if (rows.Count > 0) yield return new(subject, $"it is over, and {rows.Count} waits of it are still in the table",
                "Delete these rows of the table bookmarks: nothing is left to wake.");
            yield break;
        }
        if (state.Bookmarks.Count == 0) yield return new(subject, "it runs, and waits for nothing: it would never go on",
            "Retry it, or cancel it and start it anew.");
        foreach (var wait in state.Bookmarks)
        {
            if (rows.Find(row => row.Id == wait.Id) is not { } row)
                yield return new(subject, $"it waits at {wait.ActivityId}, and there is no row of that wait: nothing wakes it",
                    "Alter the instance by hand (say, set a variable): that writes its waits anew.");
            else if ((row.Hash, row.DueAt) != (wait.Hash, wait.DueAt) && !(row.DueAt is null && queued.Contains(wait.Id)))
                yield return new(subject, $"the row of its wait at {wait.ActivityId} says another time or event than its document",
                    "Alter the instance by hand (say, set a variable): that writes its waits anew.");
        }
        foreach (var row in rows.Where(row => !state.Bookmarks.Exists(wait => wait.Id == row.Id)))
            yield return new(subject, $"there is a row {row.Id} of a wait that its document does not know",
                "Alter the instance by hand (say, set a variable): that writes its waits anew.");
    }

    static (InstanceState? State, string? Reason) Read(InstanceRow row)
    {
        try { return (InstanceDocument.Read(row.Document), null); }
        catch (UnreadableDocumentException error) { return (null, error.Message); }
    }

    static IEnumerable<Breach> Orphans(ProcessDatabase database)
    {
        foreach (var row in database.Bookmarks.Where(row => !database.Instances.Any(instance => instance.Id == row.InstanceId)))
            yield return new($"bookmarks {row.Id}", $"{(row.DueAt is null ? "a wait" : "a timer")} of an instance {row.InstanceId} that is not there",
                "Delete this row of the table bookmarks.");
        foreach (var id in database.Bursts.Where(row => !database.Instances.Any(instance => instance.Id == row.InstanceId))
            .Select(row => row.InstanceId).Distinct())
            yield return new($"bursts {id}", "the history of an instance that is not there", "Delete these rows of the table bursts.");
    }

    static IEnumerable<Breach> Stimuli(ProcessDatabase database)
    {
        foreach (var row in database.Stimuli.AsNoTracking().Where(row => row.FailedAt == null).AsEnumerable())
            if (!IsReadable(row.Document)) yield return new($"stimuli {row.Id}", "what is queued cannot be read",
                "A running server sets it aside: see Process, Set aside.");
    }

    static bool IsReadable(string document)
    {
        try { return QueuedStimulus.FromDocument(document) is not null; }
        catch (UnreadableDocumentException) { return false; }
    }

    static IEnumerable<Breach> Outbox(ProcessDatabase database)
    {
        foreach (var row in database.Outbox.AsNoTracking().AsEnumerable())
        {
            var isReadable = true;
            try { _ = OutgoingMessage.FromDocument(row.Document); }
            catch (System.Text.Json.JsonException) { isReadable = false; }
            if (!isReadable) yield return new($"outbox {row.Id}", "the message cannot be read, so it is never delivered",
                "Restore a backup, or delete this row of the table outbox and tell the receiver yourself.");
        }
    }

    static IEnumerable<Breach> Definitions(ProcessDatabase database)
    {
        foreach (var group in database.Definitions.Select(row => new { row.DefinitionId, row.IsLatest, row.IsPublished }).AsEnumerable()
            .GroupBy(row => row.DefinitionId))
        {
            if (group.Count(row => row.IsLatest) != 1) yield return new($"definitions {group.Key}",
                $"{group.Count(row => row.IsLatest)} versions are the latest one", "Save the workflow once in Studio.");
            if (group.Count(row => row.IsPublished) > 1) yield return new($"definitions {group.Key}", "more than one version is published",
                "Publish the workflow once in Studio.");
        }
        foreach (var row in database.Triggers.Where(row =>
            !database.Definitions.Any(definition => definition.Id == row.DefinitionVersionId && definition.IsPublished)))
            yield return new($"triggers {row.Id}", $"it starts a version of {row.DefinitionId} that is not published",
                "Publish or retract the workflow once in Studio: that writes its triggers anew.");
    }

    /// <summary>The waits that something queued or set aside is for: these are answered already, or have had their time.</summary>
    public static HashSet<string> BookmarksOfStimuli(ProcessDatabase database)
    {
        var found = new HashSet<string>();
        foreach (var document in database.Stimuli.Select(row => row.Document))
        {
            try
            {
                if (JsonNode.Parse(document)?["stimulus"]?["bookmarkId"] is JsonValue id) found.Add(id.ToString());
            }
            catch (System.Text.Json.JsonException) { /* It cannot be read, which is told elsewhere. */ }
        }
        return found;
    }
}

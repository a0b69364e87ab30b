using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Definitions;

/// <summary>Deletes definitions and versions that nothing needs any more.</summary>
public sealed class DefinitionDeletion
{
    readonly CommitQueue commits;
    readonly CommandHandlers handlers;
    readonly CompiledDefinitions definitions;

    internal DefinitionDeletion(CommitQueue commits, CommandHandlers handlers, CompiledDefinitions definitions) =>
        (this.commits, this.handlers, this.definitions) = (commits, handlers, definitions);

    /// <summary>Deletes all versions of definitions, or none of them.</summary>
    /// <returns>How many of the definitions there were.</returns>
    /// <exception cref="DefinitionInUseException">Instances still run on one of them: they could not go on without it.</exception>
    /// <exception cref="DefinitionRefusedException">One of them is not theirs to delete; none was.</exception>
    public async Task<int> Delete(IReadOnlyCollection<string> definitionIds, string? by = null)
    {
        var found = await commits.Write(transaction =>
        {
            var database = transaction.Database;
            var versions = database.Definitions.Where(row => definitionIds.Contains(row.DefinitionId)).ToList();
            RequireTheirs(transaction, versions, by);
            RequireUnused(database, versions);
            database.Definitions.RemoveRange(versions);
            database.Triggers.RemoveRange(database.Triggers.Where(trigger => definitionIds.Contains(trigger.DefinitionId)));
            foreach (var definition in versions.GroupBy(row => row.DefinitionId))
                transaction.Audit(by, WorkflowAudit.Deleted, definition.Key, $"v{string.Join(", v", definition.Select(row => row.Version).Order())}");
            return versions.Select(row => row.DefinitionId).Distinct().Count();
        });
        definitions.ForgetAll();
        if (found > 0) await handlers.Published(commits);
        return found;
    }

    /// <summary>Deletes single versions by their ids; the newest that remains becomes the latest.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="DefinitionInUseException">Instances still run on one of them; none was deleted.</exception>
    public async Task<int> DeleteVersions(IReadOnlyCollection<string> ids, string? by = null)
    {
        var rows = await commits.Write(transaction =>
            {
                var database = transaction.Database;
                var rows = database.Definitions.Where(row => ids.Contains(row.Id)).ToList();
                RequireTheirs(transaction, rows, by);
                RequireUnused(database, rows);
                database.Definitions.RemoveRange(rows);
                foreach (var row in rows) transaction.Audit(by, WorkflowAudit.VersionDeleted, row.DefinitionId, $"v{row.Version}");
                foreach (var definitionId in rows.Select(row => row.DefinitionId).Distinct())
                {
                    if (rows.Exists(row => row.DefinitionId == definitionId && row.IsPublished))
                        database.Triggers.RemoveRange(database.Triggers.Where(trigger => trigger.DefinitionId == definitionId));
                    var newest = database.Definitions.Where(row => row.DefinitionId == definitionId && !ids.Contains(row.Id))
                        .OrderByDescending(row => row.Version).FirstOrDefault();
                    newest?.IsLatest = true;
                }
                return rows;
            });
        foreach (var definitionId in rows.Select(row => row.DefinitionId).Distinct()) definitions.Forget(definitionId);
        if (rows.Count > 0) await handlers.Published(commits);
        return rows.Count;
    }

    /// <summary>Deletes the latest version, a draft that nobody has published.</summary>
    /// <param name="expectedRevision">See <see cref="DefinitionStore.RevisionOf"/>.</param>
    /// <exception cref="DefinitionConflictException">It was saved or published meanwhile.</exception>
    /// <exception cref="DefinitionInUseException">Instances run on it.</exception>
    public async Task<bool> Discard(string definitionId, string expectedRevision, string? by = null)
    {
        await commits.Write(transaction =>
        {
            var versions = transaction.Database.Definitions.Where(row => row.DefinitionId == definitionId).OrderByDescending(row => row.Version)
                .ToList();
            if (versions is not [{ IsPublished: false } draft, var former, ..] || DefinitionStore.RevisionOf(draft.Model) != expectedRevision)
                throw new DefinitionConflictException(versions.FirstOrDefault()?.Name ?? definitionId);
            RequireTheirs(transaction, [draft], by);
            RequireUnused(transaction.Database, [draft]);
            transaction.Database.Definitions.Remove(draft);
            former.IsLatest = true;
            transaction.Audit(by, WorkflowAudit.VersionDeleted, definitionId, $"v{draft.Version}");
            return true;
        });
        definitions.Forget(definitionId);
        return true;
    }

    /// <summary>Who deletes what is published takes it back as well.</summary>
    void RequireTheirs(Transaction transaction, List<DefinitionRow> versions, string? by)
    {
        foreach (var version in versions)
        {
            handlers.Require(transaction, DefinitionAct.Edit, version.DefinitionId, by);
            if (version.IsPublished) handlers.Require(transaction, DefinitionAct.Publish, version.DefinitionId, by);
        }
    }

    /// <summary>
    /// What runs on a version, or on another one that uses it as an activity, needs it to go on; so does what is faulted, after a retry.
    /// </summary>
    static void RequireUnused(ProcessDatabase database, List<DefinitionRow> versions)
    {
        foreach (var version in versions)
        {
            var id = $"\"{version.Id}\"";
            var needing = database.Definitions.Where(row => row.Id == version.Id || row.Model.Contains(id)).Select(row => row.Id);
            var running = database.Instances.Count(instance => needing.Contains(instance.DefinitionVersionId)
                && (instance.Status == "Running" || instance.SubStatus == "Faulted"));
            if (running > 0) throw new DefinitionInUseException(version.Name ?? version.DefinitionId, version.Version, running);
        }
    }
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Commit;

/// <summary>Writes the rows of a burst inside of the commit's transaction, with statements compiled once.</summary>
sealed class EngineWriter(SqliteConnection connection) : IDisposable
{
    readonly Dictionary<string, PreparedStatement> statements = [];

    PreparedStatement this[string sql] =>
        statements.TryGetValue(sql, out var known) ? known : statements[sql] = new PreparedStatement(connection, sql);

    /// <summary>Marks the place to which <see cref="Undo"/> goes back; of nested marks the last counts.</summary>
    public void Save(SqliteTransaction transaction) => this[EngineSql.Savepoint].Run(transaction);

    public void Undo(SqliteTransaction transaction) => this[EngineSql.RollbackToSavepoint].Run(transaction);

    /// <summary>False when another burst was faster or the id is taken; nothing is written then.</summary>
    public bool SaveInstance(SqliteTransaction transaction, BurstResult burst, long? expectedVersion)
    {
        var state = burst.State;
        var document = InstanceDocument.Write(state);
        if (burst.IsNew)
            return this[EngineSql.InsertInstance].Run(transaction,
                ("$id", state.Id), ("$definition_id", state.DefinitionId), ("$definition_version_id", state.DefinitionVersionId),
                    ("$definition_version", state.DefinitionVersion),
                ("$status", state.Status.ToString()), ("$sub_status", state.SubStatus.ToString()), ("$correlation_id", state.CorrelationId),
                    ("$name", state.Name), ("$parent_instance_id", state.ParentInstanceId),
                ("$incident_count", state.Incidents.Count), ("$created_at", state.CreatedAt.UtcTicks), ("$updated_at", state.UpdatedAt.UtcTicks),
                    ("$finished_at", state.FinishedAt?.UtcTicks), ("$document", document)) == 1;
        return this[EngineSql.UpdateInstance].Run(transaction,
            ("$id", state.Id), ("$row_version", expectedVersion), ("$definition_version_id", state.DefinitionVersionId),
                ("$definition_version", state.DefinitionVersion), ("$status", state.Status.ToString()),
            ("$sub_status", state.SubStatus.ToString()), ("$correlation_id", state.CorrelationId), ("$name", state.Name),
                ("$incident_count", state.Incidents.Count), ("$updated_at", state.UpdatedAt.UtcTicks),
            ("$finished_at", state.FinishedAt?.UtcTicks), ("$document", document)) == 1;
    }

    public void SaveBurst(SqliteTransaction transaction, BurstResult burst, long sequence) =>
        this[EngineSql.InsertBurst]
            .Run(transaction, ("$instance_id", burst.State.Id), ("$sequence", sequence), ("$at", burst.Now.UtcTicks),
            ("$document", BurstDocument.Write(burst)));

    /// <summary>
    /// Keeps the rows of waits in step with the state. A faulted instance keeps its waits in its state but none as rows, so that nothing
    /// reaches it before its retry, which brings them all back; so may a change by hand.
    /// </summary>
    public void SaveBookmarks(SqliteTransaction transaction, BurstResult burst, string? correlationBefore)
    {
        var state = burst.State;
        var rebuild = !burst.IsNew
            && (state.IsFinished || burst.Stimulus is Stimulus.Retry or Stimulus.Alter or Stimulus.Recount
                || correlationBefore != state.CorrelationId);
        if (rebuild) this[EngineSql.DeleteBookmarksOf].Run(transaction, ("$instance_id", state.Id));
        else foreach (var bookmark in burst.RemovedBookmarks) this[EngineSql.DeleteBookmark].Run(transaction, ("$id", bookmark.Id));
        if (state.IsFinished) return;
        foreach (var bookmark in rebuild ? state.Bookmarks : burst.AddedBookmarks)
            this[EngineSql.InsertBookmark]
                .Run(transaction, ("$id", bookmark.Id), ("$instance_id", state.Id), ("$name", bookmark.Name), ("$hash", bookmark.Hash),
                ("$correlation_id", state.CorrelationId), ("$activity_id", bookmark.ActivityId), ("$due_at", bookmark.DueAt?.UtcTicks),
                ("$counted", bookmark.Counted?.Question));
    }

    public long QueueStimulus(SqliteTransaction transaction, QueuedStimulus stimulus, DateTimeOffset now) =>
        (long)this[EngineSql.InsertStimulus].Scalar(transaction, ("$document", stimulus.ToDocument()), ("$created_at", now.UtcTicks))!;

    public bool ConsumeStimulus(SqliteTransaction transaction, long id) => this[EngineSql.ConsumeStimulus].Run(transaction, ("$id", id)) == 1;

    public bool MoveTrigger(SqliteTransaction transaction, DueTrigger trigger, DateTimeOffset? next) =>
        this[EngineSql.MoveTrigger].Run(transaction, ("$id", trigger.Id), ("$due_at", trigger.DueAt?.UtcTicks), ("$next", next?.UtcTicks)) == 1;

    public void AddToOutbox(SqliteTransaction transaction, OutboxRow row, string? traceParent) => this[EngineSql.InsertOutbox].Run(transaction,
        ("$key", row.Key), ("$channel", row.Channel), ("$recipient", row.Recipient), ("$document", row.Document), ("$instance_id", row.InstanceId),
            ("$created_at", row.CreatedAt.UtcTicks), ("$trace_parent", traceParent));

    public void SaveSetting(SqliteTransaction? transaction, string key, string value) =>
        this[EngineSql.SaveSetting].Run(transaction, ("$key", key), ("$value", value));

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
    }
}

using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// Reads of the engine's hot path, on a pool of connections that keep their statements compiled. Sees what is committed. They are synchronous: SQLite
/// answers each from its own file within microseconds, and a task would do the same on another thread.
/// </summary>
public sealed class EngineReader(DatabaseFile file) : IDisposable
{
    readonly ConcurrentBag<Session> idle = [];

    sealed class Session(SqliteConnection connection) : IDisposable
    {
        readonly Dictionary<string, PreparedStatement> statements = [];

        public PreparedStatement this[string sql] =>
            statements.TryGetValue(sql, out var known) ? known : statements[sql] = new PreparedStatement(connection, sql);

        public void Dispose()
        {
            foreach (var statement in statements.Values) statement.Dispose();
            connection.Dispose();
        }
    }

    volatile bool isClosed;

    /// <exception cref="StoreUnavailableException">The server stops.</exception>
    T With<T>(Func<Session, T> read)
    {
        if (isClosed) throw new StoreUnavailableException(UnavailableReason.Stopping);
        if (!idle.TryTake(out var session)) session = new Session(file.Open());
        try { return read(session); }
        finally
        {
            idle.Add(session);
            if (isClosed) CloseIdle();
        }
    }

    /// <summary>The state of an instance, freshly read and the caller's own, with the version to commit against.</summary>
    /// <exception cref="UnreadableDocumentException">It is damaged, or of a newer server.</exception>
    public (long Version, InstanceState State)? LoadInstance(string id) => With(session =>
        session[EngineSql.LoadInstance].Read(row => (row.GetInt64(0), InstanceDocument.Read(row.GetFieldValue<byte[]>(1))), ("$id", id))
            is [var found] ? found : ((long, InstanceState)?)null);

    /// <summary>Bookmarks that a stimulus resumes.</summary>
    public List<(string BookmarkId, string InstanceId)> FindBookmarks(string hash, string? correlationId, string? instanceId = null) =>
        With(session =>
        correlationId is not null && instanceId is null
            ? session[EngineSql.FindBookmarksByCorrelation].Read(Pair, ("$hash", hash), ("$correlation_id", correlationId))
            : session[EngineSql.FindBookmarks].Read(Pair, ("$hash", hash), ("$correlation_id", correlationId), ("$instance_id", instanceId)));

    /// <summary>Timers that are due at <paramref name="now"/> (UTC), the oldest first.</summary>
    public List<(string BookmarkId, string InstanceId, DateTimeOffset DueAt)> DueBookmarks(DateTimeOffset now, int limit) => With(session =>
        session[EngineSql.DueBookmarks]
            .Read(row => (row.GetString(0), row.GetString(1), FromTicks(row.GetInt64(2))), ("$now", now.UtcTicks), ("$limit", limit)));

    /// <summary>The time (UTC) of the first timer or start trigger, be it past or to come.</summary>
    public DateTimeOffset? NextDue() =>
        With(session => session[EngineSql.NextDue].Scalar(null) is long ticks ? FromTicks(ticks) : (DateTimeOffset?)null);

    public List<DueTrigger> FindTriggers(string hash) => With(session => session[EngineSql.FindTriggers].Read(Trigger, ("$hash", hash)));

    public List<DueTrigger> DueTriggers(DateTimeOffset now, int limit) =>
        With(session => session[EngineSql.DueTriggers].Read(Trigger, ("$now", now.UtcTicks), ("$limit", limit)));

    /// <summary>What is queued and not set aside.</summary>
    public List<(long Id, string Document)> WaitingStimuli(long after, int limit) => With(session =>
        session[EngineSql.WaitingStimuli].Read(row => (row.GetInt64(0), row.GetString(1)), ("$after", after), ("$limit", limit)));

    /// <summary>How many stimuli are queued and not set aside; no more than the limit are counted.</summary>
    public int CountWaiting(int limit) => With(session => (int)(long)session[EngineSql.CountWaiting].Scalar(null, ("$limit", limit))!);

    static (string, string) Pair(SqliteDataReader row) => (row.GetString(0), row.GetString(1));

    static DueTrigger Trigger(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : FromTicks(row.GetInt64(3)));

    static DateTimeOffset FromTicks(long ticks) => new(ticks, TimeSpan.Zero);

    void CloseIdle()
    {
        while (idle.TryTake(out var session)) session.Dispose();
    }

    public void Dispose()
    {
        isClosed = true;
        CloseIdle();
    }
}

/// <summary>A start trigger as stored; <paramref name="DueAt"/> is UTC.</summary>
public sealed record DueTrigger(string Id, string DefinitionId, string NodeId, DateTimeOffset? DueAt);

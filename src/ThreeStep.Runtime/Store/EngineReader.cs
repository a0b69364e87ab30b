using System.Collections.Concurrent;
using System.Data.Common;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// Reads of the engine's hot path, on a pool of connections that keep their statements compiled. Sees what is committed. They are synchronous: SQLite
/// answers each from its own file within microseconds, and a task would do the same on another thread; PostgreSQL is asked once for each.
/// </summary>
public sealed class EngineReader(ProcessStore store) : IDisposable
{
    readonly ConcurrentBag<Session> idle = [];

    sealed class Session(DbConnection connection) : IDisposable
    {
        public SqlSession Sql { get; } = new(connection);

        public void Dispose()
        {
            Sql.Dispose();
            connection.Dispose();
        }
    }

    volatile bool isClosed;

    /// <exception cref="StoreUnavailableException">The server stops.</exception>
    T With<T>(Func<SqlSession, T> read)
    {
        if (isClosed) throw new StoreUnavailableException(UnavailableReason.Stopping);
        if (!idle.TryTake(out var session)) session = new Session(store.Open());
        try
        {
            var found = read(session.Sql);
            // The connections of a server are few, and its driver keeps what was compiled on them.
            if (store.IsShared) session.Dispose();
            else idle.Add(session);
            return found;
        }
        catch
        {
            // It may be the connection that failed: another one is opened for the next.
            session.Dispose();
            throw;
        }
        finally
        {
            if (isClosed) CloseIdle();
        }
    }

    /// <summary>The state of an instance, freshly read and the caller's own, with the version to commit against.</summary>
    /// <exception cref="UnreadableDocumentException">It is damaged, or of a newer server.</exception>
    public (long Version, InstanceState State)? LoadInstance(string id) => With(session =>
        session.Read(EngineSql.LoadInstance, row => (row.GetInt64(0), InstanceDocument.Read(row.GetFieldValue<byte[]>(1))), ("@id", id))
            is [var found] ? found : ((long, InstanceState)?)null);

    /// <summary>Bookmarks that a stimulus resumes.</summary>
    public List<(string BookmarkId, string InstanceId)> FindBookmarks(string hash, string? correlationId, string? instanceId = null) =>
        With(session =>
        correlationId is not null && instanceId is null
            ? session.Read(EngineSql.FindBookmarksByCorrelation, Pair, ("@hash", hash), ("@correlation_id", correlationId))
            : session.Read(EngineSql.FindBookmarks, Pair, ("@hash", hash), ("@correlation_id", correlationId), ("@instance_id", instanceId)));

    /// <summary>
    /// Timers that are due at <paramref name="now"/> (UTC) and that no other node has, the oldest first; they are this node's then.
    /// </summary>
    public List<(string BookmarkId, string InstanceId, DateTimeOffset DueAt)> TakeDueBookmarks(DateTimeOffset now, int limit) =>
        [.. With(session => session.Read(store.Reads.DueBookmarks, row => (row.GetString(0), row.GetString(1), FromTicks(row.GetInt64(2))),
            ("@now", now.UtcTicks), ("@limit", limit))).OrderBy(timer => timer.Item3)];

    /// <summary>The time (UTC) of the first timer or start trigger, be it past or to come.</summary>
    public DateTimeOffset? NextDue() =>
        With(session => session.Read(store.Reads.NextDue, row => row.IsDBNull(0) ? (DateTimeOffset?)null : FromTicks(row.GetInt64(0)))[0]);

    public List<DueTrigger> FindTriggers(string hash) => With(session => session.Read(EngineSql.FindTriggers, Trigger, ("@hash", hash)));

    public List<DueTrigger> DueTriggers(DateTimeOffset now, int limit) =>
        With(session => session.Read(EngineSql.DueTriggers, Trigger, ("@now", now.UtcTicks), ("@limit", limit)));

    /// <summary>What is queued, not set aside and no other node's, in order; it is this node's then.</summary>
    public List<(long Id, string Document)> TakeStimuli(long after, int limit) =>
        [.. With(session => session.Read(store.Reads.WaitingStimuli, row => (row.GetInt64(0), row.GetString(1)),
            ("@after", after), ("@limit", limit))).OrderBy(stimulus => stimulus.Item1)];

    /// <summary>Undelivered messages that no node has; they are this node's then.</summary>
    internal List<(long Id, string Channel, string Recipient)> TakeOutbox(string statement, int limit) => With(session =>
        session.Read(statement, row => (row.GetInt64(0), row.GetString(1), row.GetString(2)), ("@limit", limit)));

    /// <summary>How many stimuli are queued and not set aside; no more than the limit are counted.</summary>
    public int CountWaiting(int limit) => With(session => (int)session.Whole(EngineSql.CountWaiting, ("@limit", limit)));

    static (string, string) Pair(DbDataReader row) => (row.GetString(0), row.GetString(1));

    static DueTrigger Trigger(DbDataReader row) =>
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

using System.Data.Common;

namespace ThreeStep.Runtime.Store;

/// <summary>Writes the engine's rows in groups of commits, with statements compiled once. One for each store.</summary>
abstract class EngineWriter(DbConnection connection) : IDisposable
{
    protected SqlSession Sql { get; } = new(connection);

    /// <summary>Begins the transaction of a group; everything else here happens within it.</summary>
    public DbTransaction Begin() => Sql.Transaction = BeginGroup();

    private protected abstract DbTransaction BeginGroup();

    /// <summary>Marks where a request begins, and writes its rows in order.</summary>
    /// <returns>What became of it: where it is not <see cref="CommitOutcome.Committed"/>, nothing of it may stand.</returns>
    public abstract CommitOutcome Write(IEnumerable<CommitRow> rows);

    /// <summary>Before records are read by whose state a rule decides: nobody else changes any until the transaction is over.</summary>
    public virtual void BeforeRules() { }

    /// <summary>Tells the other nodes, if there may be any, when the transaction is committed.</summary>
    public virtual void Tell(string tidings) { }

    /// <summary>Goes back to where the last request began.</summary>
    public void Undo() => Sql.Run(EngineSql.RollbackToSavepoint);

    /// <summary>A name of the group by which the store knows later what became of it; null where it has none, or needs none.</summary>
    public virtual string? Mark => null;

    /// <summary>Outside of a group: whether one stands whose end nobody has heard of, because the connection broke in it.</summary>
    /// <exception cref="StoreUnavailableException">The store does not know yet.</exception>
    public virtual bool Stands(string mark) => false;

    public long QueueStimulus(string document, DateTimeOffset now) =>
        Sql.Whole(EngineSql.InsertStimulus, ("@document", document), ("@created_at", now.UtcTicks));

    public void AddToOutbox(OutboxRow row, string? traceParent) => Sql.Run(EngineSql.InsertOutbox,
        ("@key", row.Key), ("@channel", row.Channel), ("@recipient", row.Recipient), ("@document", row.Document), ("@instance_id", row.InstanceId),
            ("@created_at", row.CreatedAt.UtcTicks), ("@trace_parent", traceParent));

    public void SaveSetting(string key, string value) => Sql.Run(EngineSql.SaveSetting, ("@key", key), ("@value", value));

    public void Dispose() => Sql.Dispose();
}

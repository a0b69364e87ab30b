using System.Data.Common;

namespace ThreeStep.Runtime.Store;

/// <summary>Writes the engine's rows inside of a group of commits, with statements compiled once. One for each store.</summary>
abstract class EngineWriter(DbConnection connection) : IDisposable
{
    readonly Dictionary<string, PreparedStatement> statements = [];

    protected PreparedStatement this[string sql] =>
        statements.TryGetValue(sql, out var known) ? known : statements[sql] = new PreparedStatement(connection, sql);

    /// <summary>The transaction of a group.</summary>
    public abstract DbTransaction Begin();

    /// <summary>Marks where a request begins, and writes its rows in order.</summary>
    /// <returns>What became of it: where it is not <see cref="CommitOutcome.Committed"/>, nothing of it may stand.</returns>
    public abstract CommitOutcome Write(DbTransaction transaction, IEnumerable<CommitRow> rows);

    /// <summary>Before records are read by whose state a rule decides: nobody else changes any until the transaction is over.</summary>
    public abstract void BeforeRules(DbTransaction transaction);

    /// <summary>Tells the other nodes, if there may be any, when the transaction is committed.</summary>
    public virtual void Tell(DbTransaction transaction, string tidings) { }

    /// <summary>Goes back to where the last request began.</summary>
    public void Undo(DbTransaction transaction) => this[EngineSql.RollbackToSavepoint].Run(transaction);

    /// <summary>A name of the last group by which the store knows later what became of it; null where it needs none.</summary>
    public virtual string? Mark => null;

    /// <summary>Whether a group stands whose end nobody has heard of, because the connection broke in it.</summary>
    /// <exception cref="StoreUnavailableException">The store does not know yet.</exception>
    public virtual bool Stands(string mark) => false;

    public long QueueStimulus(DbTransaction transaction, string document, DateTimeOffset now) =>
        (long)this[EngineSql.InsertStimulus].Scalar(transaction, ("@document", document), ("@created_at", now.UtcTicks))!;

    public void AddToOutbox(DbTransaction transaction, OutboxRow row, string? traceParent) => this[EngineSql.InsertOutbox].Run(transaction,
        ("@key", row.Key), ("@channel", row.Channel), ("@recipient", row.Recipient), ("@document", row.Document), ("@instance_id", row.InstanceId),
            ("@created_at", row.CreatedAt.UtcTicks), ("@trace_parent", traceParent));

    public void SaveSetting(DbTransaction? transaction, string key, string value) =>
        this[EngineSql.SaveSetting].Run(transaction, ("@key", key), ("@value", value));

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
    }
}

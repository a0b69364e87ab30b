using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ThreeStep.Runtime.Store;

/// <summary>SQLite runs each statement within microseconds, and has one writer at a time: nobody comes between.</summary>
sealed class SqliteWriter(SqliteConnection connection) : EngineWriter(connection)
{
    readonly SqliteConnection connection = connection;

    public override DbTransaction Begin() => connection.BeginTransaction(deferred: false);

    public override CommitOutcome Write(DbTransaction transaction, IEnumerable<CommitRow> rows)
    {
        this[EngineSql.Savepoint].Run(transaction);
        foreach (var row in rows)
            if (this[row.Sql].Run(transaction, row.Values) == 0 && row.Otherwise is { } otherwise) return otherwise;
        return CommitOutcome.Committed;
    }

    public override void BeforeRules(DbTransaction transaction) { }
}

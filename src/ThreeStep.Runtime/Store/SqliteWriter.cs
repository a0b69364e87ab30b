using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace ThreeStep.Runtime.Store;

/// <summary>SQLite runs each statement within microseconds, and has one writer at a time: nobody comes between.</summary>
sealed class SqliteWriter(SqliteConnection connection) : EngineWriter(connection)
{
    private protected override DbTransaction BeginGroup() => connection.BeginTransaction(deferred: false);

    public override CommitOutcome Write(IEnumerable<CommitRow> rows)
    {
        Sql.Run(EngineSql.Savepoint);
        foreach (var row in rows)
            if (Sql.Run(row.Sql, row.Values) == 0 && row.Otherwise is { } otherwise) return otherwise;
        return CommitOutcome.Committed;
    }
}

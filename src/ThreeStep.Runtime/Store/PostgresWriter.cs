using System.Data;
using System.Data.Common;
using Npgsql;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// All rows of a request go to PostgreSQL in one round trip. Two nodes that move one instance at once are told apart by the version of its row: the
/// second waits for the first and finds another version. Rules read more than they write, so whoever applies one holds a lock that only one
/// transaction has at a time, on whichever node.
/// </summary>
sealed class PostgresWriter(NpgsqlConnection connection) : EngineWriter(connection)
{
    string? mark;

    private protected override DbTransaction BeginGroup()
    {
        mark = null;
        return connection.BeginTransaction(IsolationLevel.ReadCommitted);
    }

    public override CommitOutcome Write(IEnumerable<CommitRow> rows)
    {
        using var batch = new NpgsqlBatch(connection, (NpgsqlTransaction)Sql.Transaction!);
        var otherwise = new List<CommitOutcome?>();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_current_xact_id()::text"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(EngineSql.Savepoint));
        foreach (var row in rows)
        {
            var command = new NpgsqlBatchCommand(row.Sql);
            foreach (var (name, value) in row.Values)
            {
                var parameter = new NpgsqlParameter(name, PreparedStatement.TypeOf(name, value)) { Value = PlainTexts.Of(value ?? DBNull.Value) };
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
            otherwise.Add(row.Otherwise);
        }
        try
        {
            // A round trip only for a statement that this connection has not seen.
            batch.Prepare();
            using var reader = batch.ExecuteReader();
            if (reader.Read()) mark = reader.GetString(0);
            while (reader.NextResult()) { }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation && error.TableName == "bursts")
        {
            // The statements after one that changed nothing were sent along: somebody else's burst has this number.
            return Missed() ?? CommitOutcome.LostRace;
        }
        return Missed() ?? CommitOutcome.Committed;

        // Behind the mark and the savepoint.
        CommitOutcome? Missed() =>
            otherwise.Where((outcome, index) => outcome is not null && batch.BatchCommands[index + 2].RecordsAffected == 0).FirstOrDefault();
    }

    public override void BeforeRules() => Sql.Run($"SELECT pg_advisory_xact_lock({PostgresStore.RulesLock})");

    public override void Tell(string tidings) => Sql.Text($"SELECT pg_notify('{PostgresStore.Channel}', @tidings)", ("@tidings", tidings));

    public override string? Mark => mark;

    public override bool Stands(string mark)
    {
        Sql.Transaction = null;
        return Sql.Text("SELECT pg_xact_status(CAST(CAST(@mark AS TEXT) AS xid8))", ("@mark", mark)) switch
        {
            "committed" => true,
            "in progress" => throw new StoreUnavailableException(UnavailableReason.Unreachable),
            _ => false,
        };
    }
}

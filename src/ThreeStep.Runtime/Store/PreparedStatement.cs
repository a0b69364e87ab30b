using Microsoft.Data.Sqlite;

namespace ThreeStep.Runtime.Store;

/// <summary>A statement compiled once for a connection and run many times. Belongs to one thread at a time, like its connection.</summary>
sealed class PreparedStatement : IDisposable
{
    readonly SqliteCommand command;

    public PreparedStatement(SqliteConnection connection, string sql)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
    }

    PreparedStatement Set(SqliteTransaction? transaction, ReadOnlySpan<(string Name, object? Value)> values)
    {
        command.Transaction = transaction;
        foreach (var (name, value) in values)
        {
            var stored = value ?? DBNull.Value;
            var index = command.Parameters.IndexOf(name);
            if (index < 0) command.Parameters.Add(new SqliteParameter(name, stored));
            else command.Parameters[index].Value = stored;
        }
        return this;
    }

    public int Run(SqliteTransaction? transaction, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Set(transaction, values).command.ExecuteNonQuery();

    public object? Scalar(SqliteTransaction? transaction, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Set(transaction, values).command.ExecuteScalar() is var value and not DBNull ? value : null;

    public List<T> Read<T>(Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Set(null, values).command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public void Dispose() => command.Dispose();
}

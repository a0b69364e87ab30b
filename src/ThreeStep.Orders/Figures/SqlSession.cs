using Microsoft.Data.Sqlite;

namespace ThreeStep.Orders.Figures;

/// <summary>Statements by hand within one transaction, which somebody else opens and ends. Each is compiled once.</summary>
sealed class SqlSession(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    readonly Dictionary<string, SqliteCommand> commands = [];

    SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!commands.TryGetValue(sql, out var command))
        {
            commands[sql] = command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
        }
        foreach (var (name, value) in values)
        {
            var index = command.Parameters.IndexOf(name);
            if (index < 0) command.Parameters.Add(new SqliteParameter(name, value ?? DBNull.Value));
            else command.Parameters[index].Value = value ?? DBNull.Value;
        }
        return command;
    }

    public void Each(string sql, Action<SqliteDataReader> take, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var rows = Command(sql, values).ExecuteReader();
        while (rows.Read()) take(rows);
    }

    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Command(sql, values).ExecuteNonQuery();

    public string? Text(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Command(sql, values).ExecuteScalar() as string;

    public long Whole(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Command(sql, values).ExecuteScalar() is long number ? number : 0;

    public void Dispose()
    {
        foreach (var command in commands.Values) command.Dispose();
    }
}

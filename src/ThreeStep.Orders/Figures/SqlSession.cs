using Microsoft.Data.Sqlite;

namespace ThreeStep.Orders.Figures;

/// <summary>Statements by hand within one transaction, which somebody else opens and ends.</summary>
readonly record struct SqlSession(SqliteConnection Connection, SqliteTransaction? Transaction)
{
    public SqliteCommand Command(string sql)
    {
        var command = Connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, Transaction);
        return command;
    }

    public void Each(string sql, Action<SqliteDataReader> take, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql);
        Set(command, values);
        using var rows = command.ExecuteReader();
        while (rows.Read()) take(rows);
    }

    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql);
        Set(command, values);
        return command.ExecuteNonQuery();
    }

    public string? Text(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Scalar(sql, values) as string;

    public long Whole(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Scalar(sql, values) is long number ? number : 0;

    object? Scalar(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql);
        Set(command, values);
        return command.ExecuteScalar();
    }

    public static void Set(SqliteCommand command, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values)
        {
            var index = command.Parameters.IndexOf(name);
            if (index < 0) command.Parameters.Add(new SqliteParameter(name, value ?? DBNull.Value));
            else command.Parameters[index].Value = value ?? DBNull.Value;
        }
    }
}

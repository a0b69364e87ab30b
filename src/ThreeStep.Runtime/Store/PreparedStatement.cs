using System.Data;
using System.Data.Common;
using Npgsql;

namespace ThreeStep.Runtime.Store;

/// <summary>A statement compiled once for a connection and run many times. Belongs to one thread at a time, like its connection.</summary>
sealed class PreparedStatement : IDisposable
{
    readonly DbCommand command;
    readonly bool isOfServer;
    bool isPrepared;

    public PreparedStatement(DbConnection connection, string sql)
    {
        isOfServer = connection is NpgsqlConnection;
        command = connection.CreateCommand();
        command.CommandText = sql;
    }

    PreparedStatement Set(DbTransaction? transaction, ReadOnlySpan<(string Name, object? Value)> values)
    {
        command.Transaction = transaction;
        for (var index = 0; index < values.Length; index++)
        {
            var (name, value) = values[index];
            if (!isPrepared)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.DbType) = (name, TypeOf(name, value));
                command.Parameters.Add(parameter);
            }
            command.Parameters[index].Value = value is null or DbType ? DBNull.Value : isOfServer ? PlainTexts.Of(value) : value;
        }
        if (isPrepared) return this;
        // Only what says so is compiled once: a driver that finds out by itself mixes statements up after an error in a transaction (npgsql 6391).
        command.Prepare();
        isPrepared = true;
        return this;
    }

    /// <summary>
    /// A value that is missing has a type all the same, or a server would compile the statement once more for it: the one that stands in its place,
    /// else that of a time (those end in _at, and are whole numbers), else text.
    /// </summary>
    public static DbType TypeOf(string name, object? value) => value switch
    {
        DbType type => type,
        int => DbType.Int32,
        long => DbType.Int64,
        bool => DbType.Boolean,
        byte[] => DbType.Binary,
        null when name.EndsWith("_at", StringComparison.Ordinal) => DbType.Int64,
        _ => DbType.String,
    };

    public int Run(DbTransaction? transaction, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Set(transaction, values).command.ExecuteNonQuery();

    public object? Scalar(DbTransaction? transaction, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Set(transaction, values).command.ExecuteScalar() is var value and not DBNull ? value : null;

    public List<T> Read<T>(DbTransaction? transaction, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Set(transaction, values).command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    public void Dispose() => command.Dispose();
}

using System.Data.Common;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// Statements by hand on one connection, each compiled once, in transactions that somebody else opens and ends. A number that may be missing
/// is given as its <see cref="System.Data.DbType"/> then.
/// </summary>
public sealed class SqlSession(DbConnection connection, DbTransaction? transaction = null) : IDisposable
{
    readonly Dictionary<string, PreparedStatement> statements = [];

    /// <summary>The one that runs at present, if one does.</summary>
    internal DbTransaction? Transaction { get; set; } = transaction;

    PreparedStatement this[string sql] =>
        statements.TryGetValue(sql, out var known) ? known : statements[sql] = new PreparedStatement(connection, sql);

    public List<T> Read<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values) =>
        this[sql].Read(Transaction, row, values);

    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => this[sql].Run(Transaction, values);

    public string? Text(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => this[sql].Scalar(Transaction, values) as string;

    public long Whole(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        this[sql].Scalar(Transaction, values) is long number ? number : 0;

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
    }
}

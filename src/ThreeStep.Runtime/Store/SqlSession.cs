using System.Data.Common;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// Statements by hand on one connection, each compiled once, in a transaction that somebody else opens and ends. A number that may be missing is
/// given as its <see cref="System.Data.DbType"/> then.
/// </summary>
public sealed class SqlSession(DbConnection connection, DbTransaction? transaction = null) : IDisposable
{
    readonly Dictionary<string, PreparedStatement> statements = [];

    PreparedStatement this[string sql] =>
        statements.TryGetValue(sql, out var known) ? known : statements[sql] = new PreparedStatement(connection, sql);

    public List<T> Read<T>(string sql, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values) =>
        this[sql].Read(transaction, row, values);

    public int Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => this[sql].Run(transaction, values);

    public string? Text(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => this[sql].Scalar(transaction, values) as string;

    public long Whole(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        this[sql].Scalar(transaction, values) is long number ? number : 0;

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
    }
}

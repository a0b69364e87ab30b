using Microsoft.Data.Sqlite;
using Npgsql;

namespace ThreeStep.Runtime.Transfers;

/// <summary>A table's rows from a server into a file, in one transaction.</summary>
static class TableToFile
{
    public static async Task Copy(NpgsqlConnection source, SqliteConnection target, TransferTable table, CancellationToken token)
    {
        await using var transaction = target.BeginTransaction();
        await using var insert = target.CreateCommand();
        insert.Transaction = transaction;
        var values = table.Columns.Select((_, index) => insert.Parameters.Add(new SqliteParameter($"@{index}", null))).ToList();
        insert.CommandText =
            $"INSERT INTO {table.Name} ({table.ColumnNames}) VALUES ({string.Join(", ", values.Select(value => value.ParameterName))})";
        var sql = $"SELECT {table.ColumnNames} FROM {table.Name} ORDER BY {table.Order}";
        await using var rows = new NpgsqlCommand(sql, source) { CommandTimeout = 0 };
        await using var row = await rows.ExecuteReaderAsync(token);
        while (await row.ReadAsync(token))
        {
            for (var index = 0; index < values.Count; index++) values[index].Value = TransferColumn.ToFile(row.GetValue(index));
            await insert.ExecuteNonQueryAsync(token);
        }
        await transaction.CommitAsync(token);
    }
}

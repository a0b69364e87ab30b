using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Transfers;

/// <summary>A table's rows by COPY, some thousands in a transaction, with how far that is.</summary>
sealed class TableToServer(SqliteConnection source, NpgsqlConnection target, TransferTable table, int portion)
{
    public async Task Copy(CancellationToken token)
    {
        var (after, isOver) = await Progress(token);
        if (isOver) return;
        var isNumbered = await IsNumbered(token);
        while (true)
        {
            await using var transaction = await target.BeginTransactionAsync(token);
            var (count, last) = await CopySome(isNumbered, after, token);
            // One without numbers goes at once.
            isOver = !isNumbered || count < portion;
            if (isOver) await SetNumbers(token);
            await Save(last, isOver, token);
            await transaction.CommitAsync(token);
            if (isOver) return;
            after = last;
        }
    }

    async Task<(int Count, long Last)> CopySome(bool isNumbered, long after, CancellationToken token)
    {
        await using var rows = source.CreateCommand();
        rows.CommandText = isNumbered
            ? string.Create(CultureInfo.InvariantCulture,
                $"SELECT rowid, {table.ColumnNames} FROM {table.Name} WHERE rowid > {after} ORDER BY rowid LIMIT {portion}")
            : $"SELECT 0, {table.ColumnNames} FROM {table.Name}";
        await using var row = await rows.ExecuteReaderAsync(token);
        await using var import = await target.BeginBinaryImportAsync($"COPY {table.Name} ({table.ColumnNames}) FROM STDIN (FORMAT BINARY)", token);
        var count = 0;
        for (; await row.ReadAsync(token); count++)
        {
            after = row.GetInt64(0);
            await import.StartRowAsync(token);
            for (var index = 0; index < table.Columns.Count; index++)
            {
                var (column, value) = (table.Columns[index], row.GetValue(index + 1));
                if (value is DBNull) await import.WriteNullAsync(token);
                else await import.WriteAsync(column.ToServer(value), column.ServerType, token);
            }
        }
        await import.CompleteAsync(token);
        return (count, after);
    }

    /// <summary>Whether SQLite has a number for each row, by which they are told in order.</summary>
    async Task<bool> IsNumbered(CancellationToken token)
    {
        await using var command = source.CreateCommand();
        command.CommandText = "SELECT sql NOT LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE type = 'table' AND name = @name";
        command.Parameters.AddWithValue("@name", table.Name);
        return await command.ExecuteScalarAsync(token) is 1L;
    }

    /// <summary>The next row that gets its number from the server gets one that was never used here.</summary>
    async Task SetNumbers(CancellationToken token)
    {
        if (!table.Columns.Any(column => column is { Name: "id", Type: "bigint" or "integer" })) return;
        await using var used = source.CreateCommand();
        used.CommandText = $"SELECT MAX(COALESCE((SELECT MAX(id) FROM {table.Name}), 0), "
            + "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = @name), 0))";
        used.Parameters.AddWithValue("@name", table.Name);
        if (await used.ExecuteScalarAsync(token) is not (long and > 0 and var last)) return;
        await using var set = new NpgsqlCommand("SELECT setval(s, @last) FROM pg_get_serial_sequence(@name, 'id') s WHERE s IS NOT NULL", target);
        set.Parameters.AddWithValue("@name", table.Name);
        set.Parameters.AddWithValue("@last", last);
        await set.ExecuteNonQueryAsync(token);
    }

    async Task<(long After, bool IsOver)> Progress(CancellationToken token)
    {
        await using var command = new NpgsqlCommand($"SELECT after, is_over FROM {PostgresStore.Filling} WHERE name = @name", target);
        command.Parameters.AddWithValue("@name", table.Name);
        await using var row = await command.ExecuteReaderAsync(token);
        return await row.ReadAsync(token) ? (row.GetInt64(0), row.GetBoolean(1)) : (0, false);
    }

    async Task Save(long after, bool isOver, CancellationToken token)
    {
        await using var command = new NpgsqlCommand($"""
            INSERT INTO {PostgresStore.Filling} (name, after, is_over) VALUES (@name, @after, @is_over)
            ON CONFLICT (name) DO UPDATE SET after = excluded.after, is_over = excluded.is_over
            """, target);
        command.Parameters.AddWithValue("@name", table.Name);
        command.Parameters.AddWithValue("@after", after);
        command.Parameters.AddWithValue("@is_over", isOver);
        await command.ExecuteNonQueryAsync(token);
    }
}

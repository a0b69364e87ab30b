using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Transfers;

/// <summary>Moves all rows of one store into another. Nobody may write into either meanwhile, but for a server that is only read.</summary>
public static class StoreTransfer
{
    const int Portion = 5_000;

    /// <summary>The server's own keys come another way, and what became of a store is that one's own.</summary>
    const string IsNoneOfOneStore = $"key NOT LIKE 'data-key:%' AND key NOT IN ('{StoreCopy.Key}', '{StoreMoved.Key}')";

    /// <summary>
    /// From a file into an empty database of a server, in portions: broken off at any place, it goes on from there when it is begun again. Until
    /// it is through, no server starts on it (<see cref="PostgresStore.IsBeingFilled"/>).
    /// </summary>
    /// <param name="told">Called for each table with its rows here and there.</param>
    /// <param name="finish">What belongs to it and is no row; done once more where it was broken off there.</param>
    /// <exception cref="InvalidOperationException">The target is not empty, or a server runs on it.</exception>
    public static async Task ToServer(SqliteStore from, PostgresStore to, Action<string, long, long> told, Action finish, CancellationToken token)
    {
        to.Migrate();
        await using var database = to.Query();
        var tables = TransferTable.All(database.Model.GetRelationalModel());
        await using var source = (SqliteConnection)from.Open();
        await using var target = (NpgsqlConnection)to.Open();
        await Begin(to, database, target, tables, token);
        foreach (var table in tables)
        {
            await new TableToServer(source, target, table, Portion).Copy(token);
            told(table.Name, Count(source, table), Count(target, table));
        }
        finish();
        await Run(target, $"DROP TABLE {PostgresStore.Filling}", token);
    }

    static async Task Begin(PostgresStore to, ProcessDatabase database, NpgsqlConnection target, List<TransferTable> tables, CancellationToken token)
    {
        if ((await NodeList.Read(to, database, token)).FirstOrDefault(node => node.Lives) is { } node)
            throw new InvalidOperationException($"A server runs on {to.Name}: process {node.ProcessId} of {node.Machine}. Stop it first.");
        if (to.IsBeingFilled()) return;
        if (tables.Find(table => Count(target, table) > 0) is { } used)
            throw new InvalidOperationException($"The database {to.Name} is not empty: there are rows in {used.Name}. Name an empty one.");
        await Run(target, $"CREATE TABLE {PostgresStore.Filling} (name text PRIMARY KEY, after bigint NOT NULL, is_over boolean NOT NULL)", token);
    }

    /// <summary>From a server, as it is at one moment, into a file that is not there yet.</summary>
    /// <param name="told">Called for each table with its rows here and there.</param>
    public static async Task ToFile(PostgresStore from, SqliteStore to, Action<string, long, long> told, CancellationToken token)
    {
        to.Migrate();
        await using var database = from.Query();
        await using var source = (NpgsqlConnection)from.Open();
        await using var moment = from.BeginLook(source);
        await using var target = (SqliteConnection)to.Open();
        // What is broken off is begun anew, so nothing needs to be on the disk before the end.
        await Run(target, "PRAGMA synchronous=OFF", token);
        foreach (var table in TransferTable.All(database.Model.GetRelationalModel()))
        {
            await TableToFile.Copy(source, target, table, token);
            told(table.Name, Count(source, table), Count(target, table));
        }
        await Run(target, "PRAGMA wal_checkpoint(TRUNCATE)", token);
    }

    static long Count(DbConnection connection, TransferTable table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM {table.Name}{(table.Name == "settings" ? $" WHERE {IsNoneOfOneStore}" : "")}";
        command.CommandTimeout = 0;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    internal static async Task Run(DbConnection connection, string sql, CancellationToken token)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(token);
    }
}

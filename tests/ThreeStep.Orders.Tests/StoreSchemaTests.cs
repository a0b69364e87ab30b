using System.Reflection;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;

namespace ThreeStep.Orders.Tests;

/// <summary>Each store has migrations of its own, and they come to the same.</summary>
public sealed class StoreSchemaTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("threestep-schema-").FullName;
    readonly string? database = PostgresServer.Missing is null ? PostgresServer.NewDatabase() : null;

    [PostgresFact]
    public void Both_stores_have_the_same_tables_columns_and_indexes()
    {
        var (file, server) = (OrdersDatabase.File(Path.Combine(folder, "threestep.db")), OrdersDatabase.Server(database!, folder));
        file.Migrate();
        server.Migrate();

        // Names with slips are found by a table of its own in one, by an index in the other; SQLite's rows have a number by themselves.
        var columns = Rows(file, "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' "
            + "AND m.name NOT LIKE 'account_names%' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '__EF%'");
        Assert.Equal(columns, Rows(server, "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public' "
            + "AND table_name NOT LIKE '\\_\\_EF%' AND NOT (table_name = 'bursts' AND column_name IN ('rowid', 'transaction'))"));

        // PostgreSQL cuts names that are longer.
        const int longest = 63;
        var indexes = Rows(file, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").ConvertAll(name =>
            name.Length > longest ? name[..(longest - 1)] + "~" : name);
        Assert.Equal(indexes.Order(StringComparer.Ordinal), Rows(server, "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE 'IX%' "
            + "AND indexname NOT IN ('IX_bursts_rowid', 'IX_bursts_transaction_rowid', 'IX_accounts_name_trigrams', 'IX_instances_name_trigrams')"));
        Assert.Null(Pending(file));
        Assert.Null(Pending(server));
        server.Close();
    }

    /// <summary>Nodes of the release before go on working while the first of this one brings the schema up to date.</summary>
    [Fact]
    public void After_the_first_a_release_only_adds_to_the_schema_that_nodes_share()
    {
        var migrations = typeof(OrdersDatabase).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Migration))
                && type.GetCustomAttribute<DbContextAttribute>()!.ContextType == typeof(PostgresOrdersDatabase))
            .OrderBy(type => type.GetCustomAttribute<MigrationAttribute>()!.Id, StringComparer.Ordinal).ToList();
        Assert.EndsWith("_Initial", migrations[0].GetCustomAttribute<MigrationAttribute>()!.Id);
        Assert.All(migrations.Skip(1).SelectMany(type => ((Migration)Activator.CreateInstance(type)!).UpOperations), operation =>
            Assert.True(operation is CreateTableOperation or CreateIndexOperation { IsUnique: false } or AddColumnOperation { IsNullable: true }
                or AddColumnOperation { DefaultValue: not null }, $"{operation.GetType().Name} is in the way of the nodes of the release before."));
    }

    static string? Pending(ProcessStore store) => store.PresentMigration() == store.LatestMigration() ? null : store.PresentMigration();

    static List<string> Rows(ProcessStore store, string sql)
    {
        using var connection = store.Open();
        using var session = new SqlSession(connection);
        return [.. session.Read(sql, row => row.GetString(0)).Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        if (database is not null) PostgresServer.Drop(database);
    }
}

using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ThreeStep.Runtime.Store;

/// <summary>The embedded SQLite file: how it is opened, and contexts on it. WAL, synchronous=FULL: what was answered is on the disk.</summary>
public sealed class DatabaseFile
{
    readonly string connectionString;
    readonly Func<ProcessDatabase> pooled;
    readonly Func<SqliteConnection, ProcessDatabase> on;
    readonly Type product;

    DatabaseFile(string path, string connectionString, Type product, Func<ProcessDatabase> pooled, Func<SqliteConnection, ProcessDatabase> on) =>
        (Path, this.connectionString, this.product, this.pooled, this.on) = (path, connectionString, product, pooled, on);

    /// <summary>The file at a path, with the engine's tables and those that a product's database has beside them. Nothing is opened yet.</summary>
    public static DatabaseFile Of<TDatabase>(string path, Func<DbContextOptions<TDatabase>, TDatabase> create) where TDatabase : ProcessDatabase
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
        var contexts = new PooledDbContextFactory<TDatabase>(
            new DbContextOptionsBuilder<TDatabase>().UseSqlite(connectionString).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        return new DatabaseFile(path, connectionString, typeof(TDatabase), contexts.CreateDbContext, connection =>
            create(new DbContextOptionsBuilder<TDatabase>().UseSqlite(connection).Options));
    }

    public string Path { get; }

    public SqliteConnection Open() => Open(30);

    /// <summary>For the one writer: it hears soon of somebody else's lock, so that it can say so and try again by itself.</summary>
    internal SqliteConnection OpenForWriting()
    {
        var connection = Open(1);
        WriterOpened?.Invoke(connection);
        return connection;
    }

    /// <summary>Lets a test have the disk full, or the file read-only, for the writer alone.</summary>
    internal Action<SqliteConnection>? WriterOpened { get; set; }

    /// <param name="patience">Seconds in which a lock of somebody else is waited for.</param>
    SqliteConnection Open(int patience)
    {
        var connection = new SqliteConnection(connectionString) { DefaultTimeout = patience };
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture,
            $"""
             PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout={patience * 1000};
             PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;
             """);
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>A context for queries, pooled, on a pooled connection of its own.</summary>
    public ProcessDatabase Query() => pooled();

    /// <summary>Looks at one moment of the store, whatever is written meanwhile.</summary>
    public T Snapshot<T>(Func<ProcessDatabase, T> look)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var database = On(connection);
        database.Database.UseTransaction(transaction);
        return look(database);
    }

    /// <summary>Copies the store into another file, as it is at one moment, while it is being written. The copy is one file.</summary>
    public void CopyTo(string path)
    {
        using var source = Open();
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        source.BackupDatabase(target);
        using var command = target.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=DELETE";
        command.ExecuteNonQuery();
    }

    /// <summary>A context that writes on a connection, in transactions somebody else opens and ends.</summary>
    internal ProcessDatabase On(SqliteConnection connection)
    {
        var database = on(connection);
        database.Database.AutoSavepointsEnabled = false;
        return database;
    }

    /// <summary>
    /// Creates the file or brings its schema up to date. Where it is already, that costs one query instead of a comparison of models.
    /// </summary>
    public void Migrate()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
        using var connection = Open();
        if (AppliedMigration(connection) == LatestMigration()) return;
        using var database = Query();
        database.BeforeMigration(connection);
        database.Database.Migrate();
        database.AfterMigration();
    }

    /// <summary>The newest schema this program knows.</summary>
    public string? LatestMigration() => product.Assembly.GetTypes()
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).Max(StringComparer.Ordinal);

    /// <summary>The schema that the file has; null where there is none.</summary>
    public string? PresentMigration()
    {
        using var connection = Open();
        return AppliedMigration(connection);
    }

    static string? AppliedMigration(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if (command.ExecuteScalar() is 0L) return null;
        command.CommandText = "SELECT MAX(MigrationId) FROM __EFMigrationsHistory";
        return command.ExecuteScalar() as string;
    }
}

using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using SQLitePCL;

namespace ThreeStep.Runtime.Store;

/// <summary>The embedded SQLite file: how it is opened, and contexts on it. WAL, synchronous=FULL: what was answered is on the disk.</summary>
public sealed class SqliteStore : ProcessStore
{
    readonly string connectionString;
    readonly Func<ProcessDatabase> pooled;
    readonly Func<SqliteConnection, ProcessDatabase> on;

    SqliteStore(string path, string connectionString, Type product, Func<ProcessDatabase> pooled, Func<SqliteConnection, ProcessDatabase> on)
        : base(product) => (Path, this.connectionString, this.pooled, this.on) = (path, connectionString, pooled, on);

    /// <summary>The file at a path, with the engine's tables and those that a product's database has beside them. Nothing is opened yet.</summary>
    public static SqliteStore Of<TDatabase>(string path, Func<DbContextOptions<TDatabase>, TDatabase> create) where TDatabase : ProcessDatabase
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString();
        var contexts = new PooledDbContextFactory<TDatabase>(
            new DbContextOptionsBuilder<TDatabase>().UseSqlite(connectionString).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        return new SqliteStore(path, connectionString, typeof(TDatabase), contexts.CreateDbContext, connection =>
            create(new DbContextOptionsBuilder<TDatabase>().UseSqlite(connection).Options));
    }

    public string Path { get; }

    public override bool IsShared => false;

    public override string Name => Path;

    public override string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    public override DbConnection Open() => Open(30);

    internal override DbConnection OpenForWriting()
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

    internal override EngineWriter WriterOn(DbConnection connection) => new SqliteWriter((SqliteConnection)connection);

    public override DbTransaction BeginLook(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public override ProcessDatabase Query() => pooled();

    private protected override ProcessDatabase ContextOn(DbConnection connection) => on((SqliteConnection)connection);

    /// <summary>The copy is one file, and a store like this one.</summary>
    public override void CopyTo(string path)
    {
        using var source = Open(30);
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        source.BackupDatabase(target);
        using var command = target.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=DELETE";
        command.ExecuteNonQuery();
    }

    internal override void ReadNames(NameRead take)
    {
        using var connection = Open(30);
        using var moment = connection.BeginTransaction(deferred: true);
        // These read indexes and nothing of the rows, which are much.
        var count = 0;
        ForEach(EngineSql.CountInstances, row => count = row.GetInt32(0));
        var createdAt = new Dictionary<long, long>(count);
        ForEach(EngineSql.TimesOfCreation, row => createdAt[row.GetInt64(0)] = row.GetInt64(1));
        ForEach(EngineSql.NamesOfInstances, row =>
            take(raw.sqlite3_column_blob(row.Handle, 1), createdAt[row.GetInt64(0)], raw.sqlite3_column_blob(row.Handle, 2)));

        void ForEach(string sql, Action<SqliteDataReader> read)
        {
            using var command = connection.CreateCommand();
            (command.CommandText, command.Transaction, command.CommandTimeout) = (sql, moment, 0);
            using var rows = command.ExecuteReader();
            while (rows.Read()) read(rows);
        }
    }

    public override void Close()
    {
        using var connection = Open(30);
        SqliteConnection.ClearPool(connection);
    }

    private protected override void Prepare() => Directory.CreateDirectory(Folder);

    private protected override bool HasHistory(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        return command.ExecuteScalar() is not 0L;
    }
}

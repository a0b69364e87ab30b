using System.ComponentModel;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// A database of PostgreSQL, which any number of equal nodes share. What two nodes do at once is kept apart by the version of each instance's
/// row, and where rules read other records by a lock of the database, see <see cref="PostgresWriter"/>.
/// </summary>
public sealed class PostgresStore : ProcessStore
{
    /// <summary>The keys of the database's advisory locks that are ThreeStep's.</summary>
    internal const long RulesLock = 0x335354_0001, PreparingLock = 0x335354_0002;

    /// <summary>On which nodes tell each other what they have committed.</summary>
    internal const string Channel = "threestep";

    /// <summary>How far the tables of another store have come into this one; there as long as not all have.</summary>
    internal const string Filling = "transfer_progress";

    readonly NpgsqlDataSource source;
    readonly string connectionString;
    readonly Func<ProcessDatabase> pooled;
    readonly Func<NpgsqlConnection, ProcessDatabase> on;
    readonly TimeSpan patience;

    PostgresStore(NpgsqlDataSource source, string connectionString, string folder, Type product, Func<ProcessDatabase> pooled,
        Func<NpgsqlConnection, ProcessDatabase> on, TimeSpan patience) : base(product) =>
        (this.source, this.connectionString, Folder, this.pooled, this.on, this.patience, Reads) =
        (source, connectionString, folder, pooled, on, patience, EngineReads.Shared(Node));

    /// <summary>The database that a connection string names. Nothing is opened yet.</summary>
    /// <param name="folder">See <see cref="ProcessStore.Folder"/>.</param>
    /// <param name="patience">How long a node may stand still while it writes; null for the usual ten seconds.</param>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static PostgresStore Of<TDatabase>(string connectionString, string folder, Func<DbContextOptions<TDatabase>, TDatabase> create,
        TimeSpan? patience = null) where TDatabase : ProcessDatabase
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.ApplicationName ??= "threestep";
        // A node whose machine was cut off is not waited for as long as the operating system would.
        if (settings.KeepAlive == 0) settings.KeepAlive = 10;
        var source = NpgsqlDataSource.Create(settings);
        var contexts = new PooledDbContextFactory<TDatabase>(
            new DbContextOptionsBuilder<TDatabase>().UseNpgsql(source).AddInterceptors(new PlainTexts())
                .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        return new PostgresStore(source, connectionString, folder, typeof(TDatabase), contexts.CreateDbContext, connection =>
            create(new DbContextOptionsBuilder<TDatabase>().UseNpgsql(connection).AddInterceptors(new PlainTexts()).Options),
            patience ?? TimeSpan.FromSeconds(10));
    }

    public override bool IsShared => true;

    public override string Folder { get; }

    internal override EngineReads Reads { get; }

    public override string Name
    {
        get
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return $"{settings.Host}:{settings.Port}/{settings.Database}";
        }
    }

    public override DbConnection Open() => source.OpenConnection();

    /// <summary>A node that stands still in the middle of a group must not keep its locks from the others: the server ends its session.</summary>
    internal override DbConnection OpenForWriting()
    {
        var connection = source.OpenConnection();
        using var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SET idle_in_transaction_session_timeout = {patience.TotalMilliseconds:0}"), connection);
        command.ExecuteNonQuery();
        return connection;
    }

    internal override EngineWriter WriterOn(DbConnection connection) => new PostgresWriter((NpgsqlConnection)connection);

    public override DbTransaction BeginLook(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override ProcessDatabase Query() => pooled();

    private protected override ProcessDatabase ContextOn(DbConnection connection) => on((NpgsqlConnection)connection);

    internal override async Task Listen(Action begun, Action<string> hear, CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        connection.Notification += (_, told) => hear(told.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(stopping);
        begun();
        while (true) await connection.WaitAsync(stopping);
    }

    /// <summary>By <c>pg_dump</c>, in its own format, which <c>pg_restore</c> reads.</summary>
    public override void CopyTo(string path)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var dump = new ProcessStartInfo("pg_dump", ["--format=custom", "--no-owner", $"--file={path}", $"--host={settings.Host}",
            $"--port={settings.Port}", $"--username={settings.Username}", $"--dbname={settings.Database}"])
        { RedirectStandardError = true };
        // Not among the arguments, which every program of the machine can see.
        if (settings.Password is { } password) dump.Environment["PGPASSWORD"] = password;
        try
        {
            using var run = Process.Start(dump)!;
            var said = run.StandardError.ReadToEnd();
            run.WaitForExit();
            if (run.ExitCode != 0) throw new IOException($"pg_dump ended with {run.ExitCode}: {said.Trim()}");
        }
        catch (Win32Exception error)
        {
            throw new IOException("The database is copied by pg_dump, which is not on this machine. Install PostgreSQL's client programs of the server's "
                + "version here, or run pg_dump where they are.", error);
        }
    }

    internal override bool IsCollision(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => true,
        { InnerException: { } inner } => IsCollision(inner),
        _ => false,
    };

    public override void Close() => source.Dispose();

    private protected override bool HasHistory(DbConnection connection) => HasTable(connection, "\"__EFMigrationsHistory\"");

    public override bool IsBeingFilled()
    {
        using var connection = Open();
        return HasTable(connection, Filling);
    }

    static bool HasTable(DbConnection connection, string name)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT to_regclass('{name}') IS NOT NULL";
        return command.ExecuteScalar() is true;
    }

    public override IDisposable Alone() => new Held(source.OpenConnection());

    sealed class Held : IDisposable
    {
        readonly NpgsqlConnection connection;

        public Held(NpgsqlConnection connection)
        {
            this.connection = connection;
            using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({PreparingLock})", connection) { CommandTimeout = 0 };
            command.ExecuteNonQuery();
        }

        public void Dispose()
        {
            using (var command = new NpgsqlCommand($"SELECT pg_advisory_unlock({PreparingLock})", connection)) command.ExecuteNonQuery();
            connection.Dispose();
        }
    }
}

using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// Where everything is kept. There are two: a file of SQLite (<see cref="SqliteStore"/>) and a database of PostgreSQL (<see cref="PostgresStore"/>).
/// What differs between them stands in these two and in the contexts they make; nobody else asks which it is.
/// </summary>
public abstract class ProcessStore
{
    readonly Type product;

    /// <param name="product">The context of the product, whose migrations are the schema.</param>
    private protected ProcessStore(Type product) => this.product = product;

    /// <summary>Other nodes write into it as well.</summary>
    public abstract bool IsShared { get; }

    /// <summary>What it is called in messages: without a password.</summary>
    public abstract string Name { get; }

    /// <summary>By what name this process has what it has taken from a store that others share; another one in each process.</summary>
    public string Node { get; } = Guid.NewGuid().ToString("n")[..16];

    internal virtual EngineReads Reads => EngineReads.Alone;

    /// <summary>Where files lie that belong to it; nodes that share the store share this folder, too.</summary>
    public abstract string Folder { get; }

    /// <summary>An open connection for reading, the caller's own.</summary>
    public abstract DbConnection Open();

    /// <summary>For those who write commits: it hears soon of somebody else's lock, so that it can say so and try again by itself.</summary>
    internal abstract DbConnection OpenForWriting();

    internal abstract EngineWriter WriterOn(DbConnection connection);

    /// <summary>A transaction that sees one moment, whatever is written meanwhile.</summary>
    public abstract DbTransaction BeginLook(DbConnection connection);

    /// <summary>A context for queries, pooled, on a pooled connection of its own.</summary>
    public abstract ProcessDatabase Query();

    /// <summary>A context that writes on a connection, in transactions somebody else opens and ends.</summary>
    internal ProcessDatabase On(DbConnection connection)
    {
        var database = ContextOn(connection);
        database.Database.AutoSavepointsEnabled = false;
        return database;
    }

    private protected abstract ProcessDatabase ContextOn(DbConnection connection);

    /// <summary>Looks at one moment of the store, whatever is written meanwhile.</summary>
    public T Snapshot<T>(Func<ProcessDatabase, T> look)
    {
        using var connection = Open();
        using var transaction = BeginLook(connection);
        using var database = On(connection);
        database.Database.UseTransaction(transaction);
        return look(database);
    }

    /// <summary>Listens to what other nodes tell, until it is cancelled or the connection is gone.</summary>
    /// <param name="begun">Called when it listens: what was told before is not heard.</param>
    internal virtual Task Listen(Action begun, Action<string> hear, CancellationToken stopping) => Task.CompletedTask;

    /// <summary>
    /// Reads the names of all instances that have one, at one moment. Where nodes share the store, names are looked for in it instead.
    /// </summary>
    internal virtual void ReadNames(NameRead take) => throw new NotSupportedException();

    /// <summary>Copies it into a file that is not there yet, as it is at one moment, while it is being written.</summary>
    /// <exception cref="IOException">It cannot be copied; the message says what to do.</exception>
    public abstract void CopyTo(string path);

    /// <summary>Two nodes were in each other's way, or the connection broke before anything stood: the same again goes through.</summary>
    internal virtual bool IsCollision(Exception error) => false;

    /// <summary>Creates it or brings its schema up to date. Where it is already, that costs one query instead of a comparison of models.</summary>
    public void Migrate()
    {
        Prepare();
        using var connection = Open();
        if (AppliedMigration(connection) == LatestMigration()) return;
        using var alone = Alone();
        if (AppliedMigration(connection) == LatestMigration()) return;
        using var database = Query();
        database.BeforeMigration(connection);
        database.Database.Migrate();
        database.AfterMigration();
    }

    /// <summary>Another store is being moved into it, and not all is there yet.</summary>
    public virtual bool IsBeingFilled() => false;

    /// <exception cref="StoreNotInUseException">No server may work on it.</exception>
    public void RequireInUse()
    {
        if (IsBeingFilled())
            throw new StoreNotInUseException(
                $"Another database is being moved into {Name}, and not all of it is there yet. Run migrate once more, which goes on.");
        using var database = Query();
        if (StoreMoved.Read(database) is { } moved)
            throw new StoreNotInUseException(FormattableString.Invariant($"{Name} was moved into {moved.To} at {moved.MovedAt:u}, where its work goes on. ")
                + "Set ConnectionStrings:ThreeStep; if that was given up, delete the row 'moved' of the table settings.");
    }

    /// <summary>Closes the connections that are kept for the next one who asks.</summary>
    public abstract void Close();

    /// <summary>
    /// Until it is disposed of, no other node prepares the store at its start: the first one makes what is missing, and the others find it.
    /// </summary>
    public virtual IDisposable? Alone() => null;

    private protected virtual void Prepare() { }

    /// <summary>The newest schema this program knows.</summary>
    public string? LatestMigration() => product.Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == product)
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).Max(StringComparer.Ordinal);

    /// <summary>The schema that the store has; null where there is none.</summary>
    public string? PresentMigration()
    {
        using var connection = Open();
        return AppliedMigration(connection);
    }

    private protected abstract bool HasHistory(DbConnection connection);

    string? AppliedMigration(DbConnection connection)
    {
        if (!HasHistory(connection)) return null;
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT MAX("MigrationId") FROM "__EFMigrationsHistory" """;
        return command.ExecuteScalar() as string;
    }
}

/// <summary>Takes an instance's name; both texts are UTF-8 and gone afterwards.</summary>
/// <param name="createdAt">UTC ticks.</param>
delegate void NameRead(ReadOnlySpan<byte> id, long createdAt, ReadOnlySpan<byte> name);

/// <summary>No server works on this: it is not all there yet, or its work goes on elsewhere.</summary>
public sealed class StoreNotInUseException(string message) : Exception(message);

using Microsoft.Data.Sqlite;
using Npgsql;

namespace ThreeStep.Runtime.Store;

/// <summary>Why the store cannot be used at present. It will be again, and nothing that waits is lost.</summary>
public enum UnavailableReason
{
    /// <summary>Somebody else holds a lock on it.</summary>
    Locked,
    ReadOnly,
    /// <summary>The disk is full, or what the store may take of it.</summary>
    Full,
    /// <summary>The disk, or the way to it, fails.</summary>
    InputOutput,
    CannotOpen,
    /// <summary>The database server does not answer, or it has cut the connection.</summary>
    Unreachable,
    /// <summary>The server is being stopped; another start goes on.</summary>
    Stopping,
}

/// <summary>Tells what will pass (the store is locked, full, cut off) from what is refused (a rule, a constraint), which another try does not
/// change.</summary>
public static class Unavailability
{
    /// <summary>The reason, wherever in the chain of causes it stands; null where the store was not the trouble.</summary>
    public static UnavailableReason? Of(Exception? error) => error switch
    {
        null => null,
        StoreUnavailableException unavailable => unavailable.Reason,
        SqliteException sqlite => Of(sqlite.SqliteErrorCode),
        PostgresException postgres => Of(postgres.SqlState),
        NpgsqlException => UnavailableReason.Unreachable,
        _ => Of(error.InnerException),
    };

    /// <param name="code">A primary result code of SQLite, see https://sqlite.org/rescode.html.</param>
    static UnavailableReason? Of(int code) => code switch
    {
        5 or 6 => UnavailableReason.Locked,
        8 => UnavailableReason.ReadOnly,
        10 => UnavailableReason.InputOutput,
        13 => UnavailableReason.Full,
        14 => UnavailableReason.CannotOpen,
        _ => null,
    };

    /// <param name="state">A code of PostgreSQL, see https://www.postgresql.org/docs/current/errcodes-appendix.html.</param>
    static UnavailableReason? Of(string state) => state switch
    {
        PostgresErrorCodes.LockNotAvailable => UnavailableReason.Locked,
        PostgresErrorCodes.ReadOnlySqlTransaction => UnavailableReason.ReadOnly,
        PostgresErrorCodes.DiskFull => UnavailableReason.Full,
        PostgresErrorCodes.IoError => UnavailableReason.InputOutput,
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections => UnavailableReason.Unreachable,
        _ => state.StartsWith("08", StringComparison.Ordinal) ? UnavailableReason.Unreachable : null,
    };

    /// <summary>In English; pages and the API translate it.</summary>
    public static string Explain(UnavailableReason reason) => reason switch
    {
        UnavailableReason.Locked => "Another program holds a lock on the database.",
        UnavailableReason.ReadOnly => "The database is read-only.",
        UnavailableReason.Full => "The disk of the database is full.",
        UnavailableReason.InputOutput => "The disk of the database reports errors.",
        UnavailableReason.CannotOpen => "The database file cannot be opened.",
        UnavailableReason.Unreachable => "The database server does not answer.",
        _ => "The server is stopping.",
    };
}

/// <summary>What was asked for was not done, because the store cannot be used at present; the same may be asked again later.</summary>
public sealed class StoreUnavailableException(UnavailableReason reason) : Exception(Unavailability.Explain(reason))
{
    public UnavailableReason Reason { get; } = reason;
}

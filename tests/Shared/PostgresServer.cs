using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace ThreeStep.Tests;

/// <summary>
/// A real server of PostgreSQL for the tests of this process, made in a temporary folder and gone with it; or the one that
/// <c>THREESTEP_TEST_POSTGRES</c> names by its connection string. Each test has a database of its own.
/// </summary>
public static class PostgresServer
{
    static readonly string? programs = Programs();
    static readonly Lazy<string> server = new(Begin);
    static int databases;

    /// <summary>Why there is none, and how to get one; null where there is.</summary>
    public static string? Missing { get; } = Given is null && programs is null
        ? "PostgreSQL is missing: apt-get update && apt-get install -y postgresql-15" : null;

    static string? Given => Environment.GetEnvironmentVariable("THREESTEP_TEST_POSTGRES");

    /// <param name="template">The database that it begins as, by how to connect to it; null for an empty one.</param>
    /// <returns>How to connect to it.</returns>
    public static string NewDatabase(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"threestep_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}");
        using var connection = new NpgsqlConnection(server.Value);
        connection.Open();
        var from = template is null ? "template0" : new NpgsqlConnectionStringBuilder(template).Database;
        using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {from} ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", connection);
        command.ExecuteNonQuery();
        return new NpgsqlConnectionStringBuilder(server.Value) { Database = name, MaxPoolSize = 20 }.ToString();
    }

    public static void Drop(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        using var connection = new NpgsqlConnection(server.Value);
        connection.Open();
        using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Cuts every connection to a database, as a restart of the server does.</summary>
    public static void Cut(string connectionString)
    {
        using var connection = new NpgsqlConnection(server.Value);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = @database", connection);
        command.Parameters.AddWithValue("@database", new NpgsqlConnectionStringBuilder(connectionString).Database!);
        command.ExecuteNonQuery();
    }

    static string? Programs() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    static string Begin()
    {
        if (Given is { } given) return given;
        var folder = Directory.CreateTempSubdirectory("threestep-postgres-").FullName;
        // PostgreSQL does not run as root, and its own user must be let into the folder.
        if (Environment.IsPrivilegedProcess) Run("chown", "postgres", folder).WaitForExit();
        var port = FreePort();
        using (var initialize = Program("initdb", "-D", Path.Combine(folder, "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"))
        {
            initialize.WaitForExit();
            if (initialize.ExitCode != 0) throw new InvalidOperationException($"initdb ended with {initialize.ExitCode}.");
        }
        // What a test writes need not survive the machine; everything else is as in production.
        var process = Program("postgres", "-D", Path.Combine(folder, "data"), "-p", $"{port}", "-k", folder, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off", "-c", "max_connections=300");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            process.Kill(entireProcessTree: true);
            try { Directory.Delete(folder, recursive: true); }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException) { /* The system clears its folder itself. */ }
        };
        var connectionString = $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Include Error Detail=true";
        WaitFor(connectionString, process);
        return connectionString;
    }

    static void WaitFor(string connectionString, Process process)
    {
        while (true)
            try
            {
                using var connection = new NpgsqlConnection(connectionString);
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (!process.HasExited) { Thread.Yield(); }
    }

    static Process Program(string name, params string[] arguments) => Environment.IsPrivilegedProcess
        ? Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", Path.Combine(programs!, name), .. arguments])
        : Run(Path.Combine(programs!, name), arguments);

    static Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A test that needs a server of PostgreSQL; without one it is skipped with a line that says how to get it.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Missing;
}

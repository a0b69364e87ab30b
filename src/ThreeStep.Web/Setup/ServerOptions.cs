namespace ThreeStep.Web.Setup;

/// <summary>What the command line says; every command takes the same.</summary>
/// <param name="Urls">Addresses to listen on; null for those of the settings.</param>
/// <param name="Data">Folder of the database, logs and outbox; null for the settings'.</param>
/// <param name="Empty">No demo company in a new database.</param>
/// <param name="Speed">Simulated seconds a second; null for the system's time, or what the database was run with.</param>
/// <param name="Start">Simulated time (UTC) at which a new database begins.</param>
/// <param name="Database">
/// How to connect to a database server; null for the setting ConnectionStrings:ThreeStep. On no command line: it holds a password.
/// </param>
public sealed record ServerOptions(string? Urls = null, string? Data = null, bool Empty = false, double? Speed = null, DateTimeOffset? Start = null,
    string? Database = null);

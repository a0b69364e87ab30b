using System.Globalization;
using System.Text.Json;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Setup;

/// <summary>
/// A data folder belongs to one server at a time, or to one command that changes what a server relies on. The operating system keeps the lock, so it
/// is gone
/// with its process, however that ended; who has it stands in a file beside.
/// </summary>
sealed class DataFolderLock : IDisposable
{
    readonly FileStream held;
    readonly string tenantFile;

    DataFolderLock(FileStream held, string tenantFile) => (this.held, this.tenantFile) = (held, tenantFile);

    /// <param name="Started">UTC.</param>
    sealed record Tenant(int ProcessId, string What, DateTimeOffset Started);

    /// <param name="what">What takes it, in a word for whoever comes second: "server", "import", "restore".</param>
    /// <exception cref="DataFolderInUseException">Somebody has it.</exception>
    public static DataFolderLock Take(string folder, string what)
    {
        var tenantFile = Path.Combine(folder, "in-use.json");
        FileStream held;
        try { held = new FileStream(Path.Combine(folder, "in-use.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException) { throw new DataFolderInUseException(Describe(folder, TenantOf(tenantFile))); }
        File.WriteAllText(tenantFile, JsonSerializer.Serialize(new Tenant(Environment.ProcessId, what, TimeProvider.System.GetUtcNow()),
            Json.Options));
        return new DataFolderLock(held, tenantFile);
    }

    static string Describe(string folder, Tenant? tenant)
    {
        if (tenant is null) return $"The data folder {folder} is in use by another process.";
        var since = tenant.Started.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"The data folder {folder} is in use: a {tenant.What} has it since {since} UTC, as process {tenant.ProcessId}. "
            + "Stop that one first, or choose another folder with --data.";
    }

    /// <summary>Null where the file is not all there, because the other has only just begun or ended.</summary>
    static Tenant? TenantOf(string path)
    {
        try { return JsonSerializer.Deserialize<Tenant>(File.ReadAllText(path), Json.Options); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException) { return null; }
    }

    public void Dispose()
    {
        File.Delete(tenantFile);
        held.Dispose();
    }
}

/// <summary>Another process has the data folder; the message names it.</summary>
sealed class DataFolderInUseException(string message) : Exception(message);

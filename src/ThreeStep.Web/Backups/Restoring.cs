using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Backups;

/// <summary>Puts a backup in the place of what is there. What was there is kept beside, and nothing is touched before the backup has proved
/// whole.</summary>
static class Restoring
{
    static readonly string[] FilesOfDatabase = ["", "-wal", "-shm", "-journal"];

    /// <param name="mayReplace">There may be a database; it is moved beside.</param>
    /// <returns>Where what was there is kept; null where nothing was.</returns>
    /// <exception cref="InvalidDataException">The backup is damaged, of a newer version, or there is a database that may not be replaced.</exception>
    public static string? Restore(Installation installation, ProcessStore store, string path, bool mayReplace)
    {
        if (installation.DatabaseServer is not null)
            throw new InvalidDataException("The database is a server's (ConnectionStrings:ThreeStep). This puts a backup into a data folder: "
                + "take the setting away for that, or use pg_restore for a backup of the server.");
        if (File.Exists(installation.DatabasePath) && !mayReplace)
            throw new InvalidDataException($"There is a database in {installation.Data} already. "
                + "To put the backup in its place, add --force; what is there now is kept beside.");
        using var archive = ZipFile.OpenRead(path);
        var manifest = BackupFile.ReadManifest(archive);
        if (string.CompareOrdinal(manifest.Schema, store.LatestMigration()) > 0)
            throw new InvalidDataException($"The backup was made by version {manifest.Version}, which is newer than this one, "
                + $"{ProductVersion.Full}. Install that version first.");
        var draft = installation.DatabasePath + ".restored";
        try
        {
            archive.GetEntry(BackupFile.Database)!.ExtractToFile(draft, overwrite: true);
            using (var content = File.OpenRead(draft))
                if (Convert.ToHexString(SHA256.HashData(content)) != manifest.Sha256)
                    throw new InvalidDataException("The backup is damaged: its database is not what was written.");
            var former = MoveAside(installation);
            File.Move(draft, installation.DatabasePath);
            RestoreKeys(installation, archive);
            return former;
        }
        finally { File.Delete(draft); }
    }

    static string? MoveAside(Installation installation)
    {
        if (!File.Exists(installation.DatabasePath)) return null;
        var folder = Path.Combine(installation.Data, string.Create(CultureInfo.InvariantCulture,
            $"before-restore-{TimeProvider.System.GetUtcNow():yyyyMMdd-HHmmss-fff}"));
        Directory.CreateDirectory(folder);
        foreach (var name in FilesOfDatabase.Select(suffix => installation.DatabasePath + suffix).Where(File.Exists)) File.Move(name,
            Path.Combine(folder, Path.GetFileName(name)));
        var keys = DataKeys.Folder(installation);
        if (keys.Exists) Directory.Move(keys.FullName, Path.Combine(folder, keys.Name));
        return folder;
    }

    static void RestoreKeys(Installation installation, ZipArchive archive)
    {
        var folder = DataKeys.Folder(installation);
        foreach (var entry in archive.Entries.Where(entry =>
            entry.FullName.StartsWith(BackupFile.Keys, StringComparison.Ordinal) && entry.Name.Length > 0))
            // A name in a zip file may lead anywhere; only its last part is taken.
            entry.ExtractToFile(Path.Combine(folder.FullName, Path.GetFileName(entry.Name)), overwrite: true);
    }
}

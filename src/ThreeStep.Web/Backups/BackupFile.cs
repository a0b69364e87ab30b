using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Backups;

/// <param name="Made">UTC.</param>
/// <param name="Version">The product's that made it.</param>
/// <param name="Schema">The last migration of the database in it.</param>
/// <param name="Sha256">Of the database in it.</param>
sealed record BackupManifest(DateTimeOffset Made, string Version, string? Schema, string Sha256);

/// <summary>
/// One zip file with everything that an installation cannot make again: the database, as it was at one moment, and the keys of sign-ins. Made while
/// the server runs or stands.
/// </summary>
static class BackupFile
{
    public const string Database = "threestep.db", Dump = "threestep.dump", Keys = "keys/", Manifest = "manifest.json";

    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public static async Task Write(Installation installation, ProcessStore store, string path, CancellationToken token)
    {
        var draft = path + ".new";
        var copy = path + ".db.new";
        if (File.Exists(path)) throw new IOException($"The file {path} is there already.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            File.Delete(copy);
            store.CopyTo(copy);
            await using (var archive = await ZipFile.OpenAsync(draft, ZipArchiveMode.Create, token))
                await Fill(archive, installation, store, copy, token);
            // Under its name stands only what is complete.
            File.Move(draft, path);
        }
        finally
        {
            File.Delete(copy);
            File.Delete(draft);
        }
    }

    static async Task Fill(ZipArchive archive, Installation installation, ProcessStore store, string copy, CancellationToken token)
    {
        await using (var content = File.OpenRead(copy))
        {
            var manifest = new BackupManifest(TimeProvider.System.GetUtcNow(), ProductVersion.Full, store.LatestMigration(),
                Convert.ToHexString(await SHA256.HashDataAsync(content, token)));
            await using var target = await archive.CreateEntry(Manifest).OpenAsync(token);
            await JsonSerializer.SerializeAsync(target, manifest, Json.Indented, token);
        }
        await archive.CreateEntryFromFileAsync(copy, store.IsShared ? Dump : Database, CompressionLevel.Fastest, token);
        var keys = DataKeys.Folder(installation);
        if (!keys.Exists) return;
        foreach (var key in keys.EnumerateFiles()) await archive.CreateEntryFromFileAsync(key.FullName, Keys + key.Name, token);
    }

    /// <exception cref="InvalidDataException">It is no backup, or is damaged.</exception>
    public static BackupManifest ReadManifest(ZipArchive archive)
    {
        if (archive.GetEntry(Dump) is not null)
            throw new InvalidDataException($"This is a backup of a PostgreSQL database. Take {Dump} out of it, and put it into an empty database "
                + "by pg_restore --no-owner --dbname=…");
        if (archive.GetEntry(Manifest) is not { } entry
            || archive.GetEntry(Database) is null) throw new InvalidDataException("The file is no backup of ThreeStep.");
        using var content = entry.Open();
        try { return JsonSerializer.Deserialize<BackupManifest>(content, Json.Options)!; }
        catch (JsonException error) { throw new InvalidDataException($"The backup cannot be read: {error.Message}", error); }
    }
}

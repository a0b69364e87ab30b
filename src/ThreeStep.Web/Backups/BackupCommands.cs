using System.CommandLine;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Backups;

/// <summary><c>backup FILE</c>, <c>restore FILE</c> and <c>check</c>: keeping a company's data, getting it back, and knowing that it is
/// whole.</summary>
static class BackupCommands
{
    /// <param name="read">The options that every command takes.</param>
    public static IEnumerable<Command> All(Func<ParseResult, ServerOptions> read)
    {
        var target = new Argument<string>("FILE") { Description = "Zip file to write; it must not be there yet" };
        var backup = new Command("backup", "Writes database and keys into one file, as they are now. The server may run meanwhile.") { target };
        backup.SetAction((parsed, token) => Backup(read(parsed), parsed.GetValue(target)!, token));
        yield return backup;

        var source = new Argument<string>("FILE") { Description = "A file that backup has written" };
        var force = new Option<bool>("--force") { Description = "Put it in the place of the database that is there, which is kept beside" };
        var restore = new Command("restore", "Puts a backup into the data folder. No server may run on it.") { source, force };
        restore.SetAction(parsed => Restore(read(parsed), parsed.GetValue(source)!, parsed.GetValue(force)));
        yield return restore;

        var check = new Command("check",
            "Says what in the database does not fit together, and what to do. Ends with 1 when something is broken. The server may run meanwhile.");
        check.SetAction(parsed => Check(read(parsed)));
        yield return check;
    }

    static async Task<int> Backup(ServerOptions options, string path, CancellationToken token)
    {
        var installation = Installation.Find(options);
        if (!installation.HasStore) return Refuse($"There is no database in {installation.Data}.");
        try { await BackupFile.Write(installation, installation.Store(), Path.GetFullPath(path), token); }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException) { return Refuse(error.Message); }
        Console.WriteLine($"Written: {Path.GetFullPath(path)}");
        return 0;
    }

    static int Restore(ServerOptions options, string path, bool mayReplace)
    {
        var installation = Installation.Find(options);
        using var lease = DataFolderLock.Take(installation.Data, "restore");
        try
        {
            var former = Restoring.Restore(installation, installation.Store(), path, mayReplace);
            Console.WriteLine($"Restored into {installation.Data}.{(former is null ? "" : $" What was there is kept in {former}.")}");
            return 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException) { return Refuse(error.Message); }
    }

    static int Check(ServerOptions options)
    {
        var installation = Installation.Find(options);
        if (!installation.HasStore) return Refuse($"There is no database in {installation.Data}.");
        var file = installation.Store();
        if (file.PresentMigration() is var schema && schema != file.LatestMigration())
            return Refuse($"The database is of schema {schema ?? "none"}, this program knows {file.LatestMigration()}. "
                + "Start the server once, which brings an older one up to date; a newer one needs a newer program.");
        return Breaches.Tell(file) == 0 ? 0 : 1;
    }

    static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}

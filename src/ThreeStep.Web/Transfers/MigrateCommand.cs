using System.CommandLine;
using System.Globalization;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Transfers;
using ThreeStep.Web.Backups;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Transfers;

/// <summary>
/// <c>migrate</c>: the database in the data folder goes to the server that the settings name, with the keys and the archive; <c>--back DIR</c>: a
/// copy of the server's into a new data folder, to try things on.
/// </summary>
static class MigrateCommand
{
    /// <param name="read">The options that every command takes.</param>
    public static Command Make(Func<ParseResult, ServerOptions> read)
    {
        var back = new Option<string?>("--back")
        {
            Description = "A new data folder: the server's database is copied into it, to try things on. Nothing is sent from the copy.",
        };
        var trial = new Option<bool>("--try")
        {
            Description = "The file stays in use, and what is made of it at the server is a copy to try things on, from which nothing is sent.",
        };
        var migrate = new Command("migrate",
            "Moves the database of the data folder into the PostgreSQL database of ConnectionStrings:ThreeStep. No server may run on either. "
            + "Broken off, it goes on where it was.") { back, trial };
        migrate.SetAction(async (parsed, token) =>
        {
            var installation = Installation.Find(read(parsed));
            if (installation.DatabaseServer is not { } server)
                return Refuse("No server is named: set ConnectionStrings:ThreeStep, in the environment as ConnectionStrings__ThreeStep.");
            try
            {
                return parsed.GetValue(back) is { } target ? await ToFolder(installation, Path.GetFullPath(target), token)
                    : await ToServer(installation, parsed.GetValue(trial), token);
            }
            catch (Exception error) when (error is InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                return Refuse(error.Message);
            }
        });
        return migrate;
    }

    static async Task<int> ToServer(Installation installation, bool isTrial, CancellationToken token)
    {
        if (!File.Exists(installation.DatabasePath)) return Refuse($"There is no database in {installation.Data}.");
        using var folder = DataFolderLock.Take(installation.Data, "migrate");
        var (from, to) = (OrdersDatabase.File(installation.DatabasePath), (PostgresStore)installation.Store());
        if (from.PresentMigration() != from.LatestMigration())
            return Refuse("The database in the data folder is of another version. Start the server on it once, which brings it up to date.");
        if (from.Snapshot(StoreMoved.Read) is { } moved && !(moved.To == to.Name && to.IsBeingFilled()))
            return Refuse($"It was moved into {moved.To} already.");
        var isWhole = true;
        await StoreTransfer.ToServer(from, to, (table, here, there) => isWhole &= Told(table, here, there), () =>
        {
            FigureProgress.Carry(from, to);
            KeyTransfer.ToStore(DataKeys.Folder(installation), new StoredKeys(to));
            CopyFolder(Path.Combine(installation.Data, "archive"), Path.Combine(to.Folder, "archive"));
            var now = TimeProvider.System.GetUtcNow();
            if (isTrial) new StoreCopy(from.Name, now).Mark(to);
            else new StoreMoved(to.Name, now).Mark(from);
        }, token);
        return End(from, to, isWhole, isTrial ? $"Copied into {to.Name}. Nothing is sent from the copy."
            : $"Moved into {to.Name}. Start the server with the same setting; none starts on {installation.DatabasePath} any more.");
    }

    static async Task<int> ToFolder(Installation installation, string target, CancellationToken token)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            return Refuse($"The folder {target} is not empty. Name a new one.");
        // Under its name stands only what is complete.
        var draft = target + ".new";
        if (Directory.Exists(draft)) Directory.Delete(draft, recursive: true);
        Directory.CreateDirectory(draft);
        var (from, to) = ((PostgresStore)installation.Store(), OrdersDatabase.File(Path.Combine(draft, Path.GetFileName(installation.DatabasePath))));
        if (from.PresentMigration() != from.LatestMigration() || from.IsBeingFilled())
            return Refuse($"The database {from.Name} is not complete or of another version. Start the server on it once.");
        var isWhole = true;
        await StoreTransfer.ToFile(from, to, (table, here, there) => isWhole &= Told(table, here, there), token);
        FigureProgress.Carry(from, to);
        new StoredKeys(to).Forget();
        KeyTransfer.ToFolder(new StoredKeys(from), Directory.CreateDirectory(Path.Combine(draft, "keys")));
        CopyFolder(Path.Combine(from.Folder, "archive"), Path.Combine(draft, "archive"));
        new StoreCopy(from.Name, TimeProvider.System.GetUtcNow()).Mark(to);
        var code = End(from, to, isWhole, $"Copied into {target}. Start a server on it with --data and without ConnectionStrings:ThreeStep. "
            + "Nothing is sent from the copy.");
        to.Close();
        if (Directory.Exists(target)) Directory.Delete(target);
        Directory.Move(draft, target);
        return code;
    }

    static bool Told(string table, long here, long there)
    {
        var isSame = here == there;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{table,-28}{here,12:#,0}{there,12:#,0}{(isSame ? "" : "  NOT THE SAME")}"));
        return isSame;
    }

    static int End(ProcessStore from, ProcessStore to, bool isWhole, string done)
    {
        if (!isWhole) return Refuse("Not all rows came over: somebody has changed them meanwhile. Begin anew with an empty target.");
        var (before, after) = (Breaches.Tell(from), Breaches.Tell(to));
        Console.WriteLine(done);
        return before == after ? 0 : 1;
    }

    /// <summary>A file of the archive is written once and never changed: one that is there in its length is the same.</summary>
    static void CopyFolder(string from, string to)
    {
        if (!Directory.Exists(from) || Path.GetFullPath(from) == Path.GetFullPath(to)) return;
        foreach (var file in new DirectoryInfo(from).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var target = new FileInfo(Path.Combine(to, Path.GetRelativePath(from, file.FullName)));
            if (target.Exists && target.Length == file.Length) continue;
            Directory.CreateDirectory(target.DirectoryName!);
            file.CopyTo(target.FullName, overwrite: true);
        }
    }

    static int Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return 1;
    }
}

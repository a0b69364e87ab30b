using Microsoft.Data.Sqlite;
using Spectre.Console;
using ThreeStep.Orders.People;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Demo;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Hosting;

/// <summary>A person of the demo company with the key that is told once.</summary>
sealed record DemoSignIn(string UserId, string Name, Role Role, string? Position, string ApiKey);

/// <summary>Makes the demo company of a new installation. It is made in a file of its own, so that a half-made one is never found.</summary>
static class DemoSetup
{
    /// <returns>The sign-ins of a company made now; null where there is a database already or none is wished.</returns>
    public static async Task<IReadOnlyList<DemoSignIn>?> CreateIfNew(ServerOptions options, Installation installation)
    {
        if (options.Empty || File.Exists(installation.DatabasePath)) return null;
        AnsiConsole.WriteLine("Making the demo company: its last six weeks are played through, which takes some seconds.");
        var draft = installation.DatabasePath + ".new";
        Delete(draft);
        var file = new DatabaseFile(draft);
        file.Migrate();
        var present = ClockSetup.ForNewDatabase(options);
        await Play(installation, file, present.GetUtcNow());
        var signIns = await Finish(file, present);
        // The last connection to close writes everything into the one file that is moved.
        SqliteConnection.ClearAllPools();
        File.Move(draft, installation.DatabasePath);
        return signIns;
    }

    static async Task Play(Installation installation, DatabaseFile file, DateTimeOffset end)
    {
        var past = ProcessClock.Standing(new DateTimeOffset(end.UtcDateTime.Date.AddDays(-DemoStory.Days), TimeSpan.Zero));
        var services = new ServiceCollection().AddLogging();
        Server.AddRuntime(services, installation, file, past);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<WorkflowFiles>().Load(installation.WorkflowFolder);
        var time = provider.GetRequiredService<VirtualTime>();
        await new DemoStory(provider.GetRequiredService<WorkflowRuntime>(), time, past).Play();
        await time.RunUntil(end);
    }

    static async Task<IReadOnlyList<DemoSignIn>> Finish(DatabaseFile file, ProcessClock present)
    {
        var signIns = new List<DemoSignIn>();
        await using (var database = file.Query())
        {
            foreach (var user in database.Users.Where(user => user.IsActive).AsEnumerable().OrderBy(user => user.Role).ThenBy(user => user.Id).ToList())
            {
                var key = ApiKey.New();
                user.ApiKeyHash = ApiKey.Hash(key);
                database.Update(user);
                signIns.Add(new DemoSignIn(user.Id, user.Name, user.Role, user.Position, key));
            }
            if (present.IsSimulated) database.Settings.Add(new SettingRow { Key = ProcessClock.SettingKey, Value = present.ToSetting() });
            await database.SaveChangesAsync();
        }
        return signIns;
    }

    static void Delete(string path)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(path + suffix);
    }
}

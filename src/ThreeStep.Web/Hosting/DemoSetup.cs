using Microsoft.Data.Sqlite;
using Spectre.Console;
using ThreeStep.Orders.Demo;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Time;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Hosting;

/// <summary>Makes the demo company of a new installation. It is made in a file of its own, so that a half-made one is never found.</summary>
static class DemoSetup
{
    /// <returns>Whether a company was made now; not where there is a database already or none is wished.</returns>
    public static async Task<bool> CreateIfNew(ServerOptions options, Installation installation)
    {
        if (options.Empty || installation.HasStore) return false;
        AnsiConsole.WriteLine("Making the demo company: its last six weeks are played through, which takes some seconds.");
        var draft = installation.DatabasePath + ".new";
        Delete(draft);
        var store = OrdersDatabase.File(draft);
        store.Migrate();
        var present = ClockSetup.ForNewDatabase(options);
        await Play(installation, store, present.GetUtcNow());
        await Finish(store, present);
        // The last connection to close writes everything into the one file that is moved.
        SqliteConnection.ClearAllPools();
        File.Move(draft, installation.DatabasePath);
        return true;
    }

    static async Task Play(Installation installation, ProcessStore store, DateTimeOffset end)
    {
        var past = ProcessClock.Standing(new DateTimeOffset(end.UtcDateTime.Date.AddDays(-DemoStory.Days), TimeSpan.Zero));
        var services = new ServiceCollection().AddLogging();
        RuntimeSetup.AddRuntime(services, installation, store, past);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<WorkflowFiles>().Load(installation.WorkflowFolder);
        var time = provider.GetRequiredService<VirtualTime>();
        await new DemoStory(provider.GetRequiredService<OrderRecords>(), time, past).Play();
        await time.RunUntil(end);
    }

    static async Task Finish(ProcessStore store, ProcessClock present)
    {
        if (!present.IsSimulated) return;
        await using var database = store.Query();
        database.Settings.Add(new SettingRow { Key = ProcessClock.SettingKey, Value = present.ToSetting() });
        await database.SaveChangesAsync();
    }

    static void Delete(string path)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(path + suffix);
    }
}

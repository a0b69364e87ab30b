using System.Text.Json.Nodes;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Backups;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Tests;

/// <summary>The job that runs each night, on a server that works meanwhile.</summary>
public sealed class NightlyBackupTests(RunningServer server) : IClassFixture<RunningServer>
{
    string Folder => Path.Combine(server.Folder, "nightly");

    Task Run(string folder, int keep = 14)
    {
        var settings = server.Service<Installation>().Settings;
        (settings["Backup:Folder"], settings["Backup:Keep"]) = (folder, $"{keep}");
        return server.Service<NightlyBackup>().Execute(null!).AsTask();
    }

    [Fact]
    public async Task Its_hour_and_the_companys_zone_count_as_they_are_now()
    {
        var schedule = server.Service<BackupSchedule>();
        server.Service<Installation>().Settings["Backup:Folder"] = "nightly";
        await schedule.StartAsync(CancellationToken.None);
        try
        {
            Assert.Equal(new TimeOnly(19, 0), await Time());
            Assert.Equal(200, (await server.As("admin").Patch("/api/retention", new JsonObject { ["backupHour"] = 5 })).Status);
            await Calls.Eventually(async () => await Time() == new TimeOnly(21, 0), "it follows the hour");
            await server.Service<OrderRecords>().Record(Actor.Server, change => change.Database.Companies.Single().Zone = "UTC");
            await Calls.Eventually(async () => await Time() == new TimeOnly(5, 0), "it follows the zone");
        }
        finally
        {
            await schedule.StopAsync(CancellationToken.None);
            await server.Service<OrderRecords>().Record(Actor.Server, change => change.Database.Companies.Single().Zone = Company.UsualZone);
        }

        async Task<TimeOnly> Time() => TimeOnly.FromDateTime((await schedule.Next(CancellationToken.None))!.Value.UtcDateTime);
    }

    List<Notice> Told(string userId)
    {
        using var database = server.Store.Query();
        return database.Notices.Where(notice => notice.UserId == userId && notice.Kind == NoticeKind.BackupFailed).ToList();
    }

    [Fact]
    public async Task It_writes_one_and_keeps_as_many_as_it_is_told()
    {
        Directory.CreateDirectory(Folder);
        foreach (var day in (int[])[1, 2, 3]) File.WriteAllText(Path.Combine(Folder, $"threestep-2025010{day}-030000.zip"), "an older one");
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "somebody's own");

        await Run("nightly", keep: 2);

        var kept = Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(3, kept.Count);
        Assert.Contains("notes.txt", kept);
        Assert.Contains("threestep-20250103-030000.zip", kept);
        Assert.True(new FileInfo(Directory.GetFiles(Folder).Max(StringComparer.Ordinal)!).Length > 1000);
        Assert.Empty(Told("admin"));
    }

    [Fact]
    public async Task A_copy_to_try_things_on_leaves_the_backups_of_the_real_one_alone()
    {
        Directory.CreateDirectory(Folder);
        var real = Path.Combine(Folder, "threestep-20250101-030000.zip");
        File.WriteAllText(real, "the real one's");
        new StoreCopy("the real one", DateTimeOffset.UtcNow).Mark(server.Service<ProcessStore>());

        try { await Run("nightly", keep: 1); }
        finally { await server.Runtime.Record(transaction => transaction.Database.SetSetting<StoreCopy>(StoreCopy.Key, null)); }

        Assert.Equal([real], Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task One_that_fails_is_told_to_administrators_once_until_they_have_seen_it()
    {
        File.WriteAllText(Path.Combine(server.Folder, "no-folder"), "a file in its place");

        await Run("no-folder");
        await Run("no-folder");

        var notice = Assert.Single(Told("admin"));
        Assert.Equal("/logs", notice.Address);
        Assert.EndsWith("It is tried again the next night.", notice.Text!.ToString(), StringComparison.Ordinal);
        Assert.Empty(Told("rep"));
        Assert.Equal(200, (await server.As("admin").Post($"/api/notices/{notice.Id}/seen")).Status);
        await Run("no-folder");
        Assert.Equal(2, Told("admin").Count);
    }
}

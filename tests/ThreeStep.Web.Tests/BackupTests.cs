using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Store;
using ThreeStep.Web.Backups;

namespace ThreeStep.Web.Tests;

/// <summary>A backup is taken while the server works, and what is restored from it is whole.</summary>
public sealed class BackupTests
{
    static readonly JsonObject Task = new()
    {
        ["publish"] = true,
        ["model"] = JsonNode.Parse("""
            { "definitionId": "tasks", "name": "tasks", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "task", "type": "ThreeStep.AssignTask", "version": 1,
                  "title": { "typeName": "String", "expression": { "type": "Literal", "value": "Do it" } },
                "role": { "typeName": "String", "expression": { "type": "Literal", "value": "Admin" } } },
              { "id": "mail", "type": "ThreeStep.SendMessage", "version": 1,
                  "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep@example.com" } },
                "subject": { "typeName": "String", "expression": { "type": "Literal", "value": "Done" } },
                    "body": { "typeName": "String", "expression": { "type": "Literal", "value": "text" } } } ] } }
            """),
    };

    static string Database(ServerProcess server) => Path.Combine(server.Data, "threestep.db");

    [Fact]
    public async Task What_is_restored_from_a_backup_taken_under_load_is_whole_and_goes_on()
    {
        await using var server = new ServerProcess();
        var backup = Path.Combine(server.Data, "backups", "one.zip");
        await server.Start();
        await server.Client.Post("/elsa/api/workflow-definitions", Task.DeepClone());
        using var enough = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => Load(server, enough.Token)).ToList();
        await Calls.Eventually(async () => (await server.Client.Get("/api/tasks?status=Done&pageSize=1")).Body!["totalCount"]!.GetValue<int>() > 10,
            "some tasks are done");

        var (exitCode, output) = await server.Run("backup", backup);
        Assert.True(exitCode == 0, output);
        Assert.Equal(1, (await server.Run("backup", backup)).ExitCode);
        Assert.Equal(1, (await server.Run("restore", backup, "--force")).ExitCode);
        await enough.CancelAsync();
        await System.Threading.Tasks.Task.WhenAll(load);
        Assert.Equal(0, (await server.Stop()).ExitCode);

        Assert.Equal(1, (await server.Run("restore", backup)).ExitCode);
        (exitCode, output) = await server.Run("restore", backup, "--force");
        Assert.True(exitCode == 0, output);
        Assert.Single(Directory.GetDirectories(server.Data, "before-restore-*"));
        (exitCode, output) = await server.Run("check");
        Assert.True(exitCode == 0, output);
        await server.Start();
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions/tasks/execute")).Status);
    }

    /// <summary>Starts instances and answers their tasks.</summary>
    static async Task Load(ServerProcess server, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await server.Client.Post("/elsa/api/workflow-definitions/tasks/execute");
            var open = (await server.Client.Get("/api/tasks?status=Open&pageSize=3")).Body!["items"]!.AsArray();
            foreach (var task in open) await server.Client.Post($"/api/tasks/{task!["id"]}/complete", new { outcome = "Done" });
        }
    }

    [Fact]
    public async Task What_does_not_fit_together_is_found_with_what_to_do()
    {
        await using var server = new ServerProcess();
        await server.Start();
        await server.Client.Post("/elsa/api/workflow-definitions", Task.DeepClone());
        for (var count = 0; count < 3; count++) await server.Client.Post("/elsa/api/workflow-definitions/tasks/execute");
        await server.Stop();
        Assert.Equal(0, (await server.Run("check")).ExitCode);
        await using (var database = OrdersDatabase.File(Database(server)).Query())
        {
            var ids = database.Instances.Where(row => row.DefinitionId == "tasks").Select(row => row.Id).ToList();
            await database.Bookmarks.Where(row => row.InstanceId == ids[0]).ExecuteDeleteAsync();
            await database.Instances.Where(row => row.Id == ids[1])
                .ExecuteUpdateAsync(row => row.SetProperty(instance => instance.Document, "{"u8.ToArray()));
            await database.Instances.Where(row => row.Id == ids[2]).ExecuteDeleteAsync();
        }

        var (exitCode, output) = await server.Run("check");

        Assert.Equal(1, exitCode);
        Assert.Contains("there is no row of that wait", output, StringComparison.Ordinal);
        Assert.Contains("cannot be read", output, StringComparison.Ordinal);
        Assert.Contains("of an instance", output, StringComparison.Ordinal);
        Assert.Contains("does not wait", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Asia/Shanghai", "2026-03-02T18:59:59Z", "2026-03-02T19:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-03-02T19:00:00Z", "2026-03-03T19:00:00Z")]
    [InlineData("Europe/Berlin", "2026-07-01T12:00:00Z", "2026-07-02T01:00:00Z")]
    public void The_nightly_job_begins_at_its_hour_in_the_companys_zone(string zone, string now, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, CultureInfo.InvariantCulture),
            NightlyBackup.At(3, TimeZoneInfo.FindSystemTimeZoneById(zone))
                .GetNextValidTimeAfter(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));

    [Fact]
    public void Of_nightly_backups_the_newest_are_kept()
    {
        string[] files = ["threestep-20260101-030000.zip", "threestep-20260103-030000.zip", "threestep-20260102-030000.zip"];

        Assert.Equal(["threestep-20260101-030000.zip"], NightlyBackup.Superfluous(files, keep: 2));
    }
}

using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;

namespace ThreeStep.Web.Tests;

/// <summary>A company that began with a file grows into a server of PostgreSQL, and takes a copy back to try things on.</summary>
public sealed class MigrateTests : IAsyncLifetime, IAsyncDisposable
{
    readonly string database = PostgresServer.Missing is null ? PostgresServer.NewDatabase() : "";
    readonly ServerProcess server = new();

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (database.Length > 0) PostgresServer.Drop(database);
    }

    /// <summary>A task, then a mail when it is done.</summary>
    static readonly JsonObject TaskThenMail = new()
    {
        ["publish"] = true,
        ["model"] = JsonNode.Parse("""
            { "definitionId": "tasks", "name": "任务", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "task", "type": "ThreeStep.AssignTask", "version": 1,
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "Do it" } },
                "role": { "typeName": "String", "expression": { "type": "Literal", "value": "Admin" } } },
              { "id": "mail", "type": "ThreeStep.SendMessage", "version": 1,
                "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep@example.com" } },
                "subject": { "typeName": "String", "expression": { "type": "Literal", "value": "Done" } },
                "body": { "typeName": "String", "expression": { "type": "Literal", "value": "text" } } } ] } }
            """),
    };

    async Task Work(int instances)
    {
        for (var count = 0; count < instances; count++)
            Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions/tasks/execute")).Status);
        var open = (await server.Client.Get("/api/tasks?status=Open&pageSize=1")).Body!["items"]!.AsArray();
        Assert.Equal(200, (await server.Client.Post($"/api/tasks/{open[0]!["id"]}/complete", new { outcome = "Done" })).Status);
    }

    void UseServer(bool isUsed)
    {
        if (isUsed) server.Settings["ConnectionStrings__ThreeStep"] = database;
        else server.Settings.Remove("ConnectionStrings__ThreeStep");
    }

    async Task<string> Succeeds(params string[] command)
    {
        var (exitCode, output) = await server.Run(command);
        Assert.True(exitCode == 0, output);
        return output;
    }

    string Mails => Path.Combine(server.Data, "outbox");

    [PostgresFact]
    public async Task A_file_moves_into_a_server_and_a_copy_comes_back_the_same_from_which_nothing_is_sent()
    {
        await server.Start();
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions", TaskThenMail.DeepClone())).Status);
        await Work(4);
        await Calls.Eventually(() => Task.FromResult(Directory.Exists(Mails) && Directory.GetFiles(Mails).Length == 1), "the mail is there");
        UseServer(true);
        Assert.Contains("in use", (await server.Run("migrate")).Output, StringComparison.Ordinal);
        await server.Stop();

        Assert.Contains("0 findings", await Succeeds("migrate"), StringComparison.Ordinal);
        Assert.Contains("already", (await server.Run("migrate")).Output, StringComparison.Ordinal);

        var copy = Path.Combine(server.Data, "copy");
        await Succeeds("migrate", "--back", copy);
        Assert.Equal(Everything(server.DatabasePath), Everything(Path.Combine(copy, "threestep.db")));
        Assert.Equal(Keys(Path.Combine(server.Data, "keys")), Keys(Path.Combine(copy, "keys")));
        Assert.Contains("not empty", (await server.Run("migrate", "--back", copy)).Output, StringComparison.Ordinal);

        // Life goes on at the server: what waited there can be answered, and new rows get new numbers.
        await server.Start();
        await Work(1);
        await Calls.Eventually(() => Task.FromResult(Directory.GetFiles(Mails).Length == 2), "the second mail is sent by the new one");
        await server.Stop();
        await Succeeds("check");

        UseServer(false);
        // Two that do the same work would send everything twice.
        Assert.Contains("its work goes on", (await server.Run()).Output, StringComparison.Ordinal);
        Directory.Delete(Mails, recursive: true);
        foreach (var file in Directory.GetFiles(copy)) File.Copy(file, Path.Combine(server.Data, Path.GetFileName(file)), overwrite: true);
        await server.Start();
        await Work(1);
        await Calls.Eventually(() => Task.FromResult(Read(store => store.Outbox.Any(row => row.FailedAt != null))), "the copy sends nothing");
        Assert.False(Directory.Exists(Mails));
    }

    [PostgresFact]
    public async Task A_move_that_was_broken_off_lets_no_server_start_and_goes_on_where_it_was()
    {
        await server.Start();
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions", TaskThenMail.DeepClone())).Status);
        await Work(3);
        await server.Stop();
        UseServer(true);
        await Succeeds("migrate");
        var store = OrdersDatabase.Server(database, server.Data);
        await using (var broken = store.Query())
        {
            // As it is when the process dies between two tables: these are over, that of instances has not begun.
            await broken.Database.ExecuteSqlRawAsync("""
                CREATE TABLE transfer_progress (name text PRIMARY KEY, after bigint NOT NULL, is_over boolean NOT NULL);
                INSERT INTO transfer_progress SELECT table_name, 0, true FROM information_schema.tables WHERE table_schema = 'public'
                    AND table_name <> 'instances';
                DELETE FROM instances;
                """);
        }
        var (exitCode, output) = await server.Run();
        Assert.Equal(1, exitCode);
        Assert.Contains("migrate", output, StringComparison.Ordinal);

        await Succeeds("migrate");
        await using (var whole = store.Query()) Assert.Equal(3, await whole.Instances.CountAsync());
        store.Close();
        await server.Start();
    }

    [PostgresFact]
    public async Task A_trial_leaves_the_file_in_use_and_sends_nothing()
    {
        await server.Start();
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions", TaskThenMail.DeepClone())).Status);
        await server.Stop();
        UseServer(true);
        await Succeeds("migrate", "--try");
        Assert.Contains("not empty", (await server.Run("migrate", "--try")).Output, StringComparison.Ordinal);
        await server.Start();
        await Work(1);
        var store = OrdersDatabase.Server(database, server.Data);
        await Calls.Eventually(async () =>
        {
            await using var there = store.Query();
            return await there.Outbox.AnyAsync(row => row.FailedAt != null);
        }, "the trial sends nothing");
        store.Close();
        await server.Stop();
        UseServer(false);
        await server.Start();
        await Work(1);
        await Calls.Eventually(() => Task.FromResult(Directory.Exists(Mails) && Directory.GetFiles(Mails).Length == 1), "the file's own is sent");
    }

    T Read<T>(Func<ProcessDatabase, T> read)
    {
        using var context = OrdersDatabase.File(server.DatabasePath).Query();
        return read(context);
    }

    static List<string> Keys(string folder) =>
        [.. Directory.GetFiles(folder).Select(file => System.Xml.Linq.XElement.Load(file).ToString()).Order(StringComparer.Ordinal)];

    /// <summary>Every row of every table, but for how the figures counted their way, and what became of the two.</summary>
    static List<string> Everything(string path)
    {
        using var connection = OrdersDatabase.File(path).Open();
        using var session = new SqlSession(connection);
        var tables = session.Read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '__EF%' "
            + "AND name NOT LIKE 'account_names_%' AND name <> 'nodes'", row => row.GetString(0));
        return [.. tables.SelectMany(table => session.Read(
            $"SELECT * FROM {table}{(table == "settings" ? " WHERE key NOT IN ('copy', 'moved', 'figures')" : "")}", row =>
            {
                var values = new object[row.FieldCount];
                row.GetValues(values);
                return $"{table}: {string.Join('|', values.Select(value => value is byte[] bytes ? Convert.ToHexString(bytes) : value))}";
            })).Order(StringComparer.Ordinal)];
    }
}

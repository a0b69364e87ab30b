using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Tests;

/// <summary>A real process is killed with SIGKILL at bad moments; what was answered is there, nothing happens twice, nothing hangs.</summary>
public sealed class DurabilityTests
{
    /// <summary>Waits for an event or a time, then gives a task and sends a mail.</summary>
    static JsonObject Definition(string wait) => new()
    {
        ["publish"] = true,
        ["model"] = JsonNode.Parse($$"""
            { "definitionId": "durable", "name": "durable", "inputs": [{ "name": "Due", "type": "String" }], "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              {{wait}},
              { "id": "task", "type": "ThreeStep.Remind", "version": 1, "to": { "typeName": "String", "expression": { "type": "Literal", "value": "admin" } }, "title": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getCorrelationId()" } } },
              { "id": "mail", "type": "ThreeStep.SendMessage", "version": 1, "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep@example.com" } }, "subject": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getCorrelationId()" } }, "body": { "typeName": "String", "expression": { "type": "Literal", "value": "text" } } } ] } }
            """),
    };

    const string EventWait =
        """{ "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } }""";
    const string TimeWait =
        """{ "id": "wait", "type": "Elsa.StartAt", "version": 1, "dateTime": { "typeName": "DateTimeOffset", "expression": { "type": "JavaScript", "value": "getInput('Due')" } } }""";

    static async Task<string> Execute(ServerProcess server, string correlationId, object? input = null)
    {
        var (status, body) = await server.Client.Post("/elsa/api/workflow-definitions/durable/execute", new { correlationId, input });
        Assert.Equal(200, status);
        return body!["workflowState"]!["id"]!.ToString();
    }

    static T Read<T>(ServerProcess server, Func<ProcessDatabase, T> read)
    {
        using var database = OrdersDatabase.File(server.DatabasePath).Query();
        return read(database);
    }

    static Task Finished(ServerProcess server, int count) =>
        Calls.Eventually(() =>
            Task.FromResult(Read(server, database =>
            database.Instances.Count(row => row.DefinitionId == "durable" && row.Status == "Finished")) == count), $"all {count} finish");

    /// <summary>One task and one mail for each, no more and no less.</summary>
    static async Task AssertOnce(ServerProcess server, IEnumerable<string> expected)
    {
        var wanted = expected.Order().ToList();
        await Calls.Eventually(() => Task.FromResult(Read(server, database => database.Outbox.Count(row => row.DeliveredAt == null)) == 0),
            "every mail is delivered");
        Assert.Equal(wanted, Read(server, database => database.Tasks.Select(task => task.Title).ToList()).Order());
        Assert.Equal(wanted.Count, Directory.GetFiles(Path.Combine(server.Data, "outbox"), "*.eml").Length);
        Assert.Equal(0, Read(server, database => database.Stimuli.Count()));
        Assert.Equal(0, Read(server, database => database.Bookmarks.Count()));
    }

    [Fact]
    public async Task Answered_starts_and_events_survive_and_nothing_happens_twice()
    {
        const int count = 120;
        await using var server = new ServerProcess();
        await server.Start();
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions", Definition(EventWait))).Status);
        var started = new ConcurrentDictionary<string, string>();
        var triggered = new ConcurrentBag<string>();
        using var enough = new SemaphoreSlim(0);
        var work = Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            try
            {
                started[$"c{number}"] = await Execute(server, $"c{number}");
                if ((await server.Client.Post("/elsa/api/events/go/trigger",
                    new
                    {
                        correlationId = $"c{number}",
                        workflowExecutionMode = number % 2 == 0 ? "Synchronous" : "Asynchronous"
                    })).Status == 200) triggered.Add($"c{number}");
                enough.Release();
            }
            catch (HttpRequestException) { /* The server is dead: this one was not answered. */ }
        });

        for (var answers = 0; answers < count / 2; answers++) await enough.WaitAsync();
        await server.Kill();
        await work;
        await server.Start();

        Assert.Empty(started.Values.Except(Read(server, database => database.Instances.Select(row => row.Id).ToList())));
        await Calls.Eventually(() =>
            Task.FromResult(!triggered.Except(Read(server, database => database.Tasks.Select(task => task.Title).ToList())).Any()),
            "every answered event has its effect");
        var all = Read(server, database => database.Instances.Where(row => row.DefinitionId == "durable").Select(row => row.CorrelationId!).ToList());
        foreach (var correlationId in all)
            await server.Client.Post("/elsa/api/events/go/trigger", new { correlationId, workflowExecutionMode = "Synchronous" });
        await Finished(server, all.Count);
        await AssertOnce(server, all);
    }

    [Fact]
    public async Task Timers_that_fire_while_it_dies_fire_once()
    {
        const int count = 200;
        await using var server = new ServerProcess();
        await server.Start();
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions", Definition(TimeWait))).Status);
        // Due over two seconds, so that the process dies in the middle of them, and again after its restart.
        var first = TimeProvider.System.GetUtcNow().AddSeconds(3);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), async (number, _) =>
            await Execute(server, $"t{number}", new Dictionary<string, string> { ["Due"] = first.AddMilliseconds(number * 10).ToString("O") }));

        foreach (var share in (double[])[0.2, 0.6])
        {
            await Calls.Eventually(() =>
                Task.FromResult(Read(server, database =>
                database.Instances.Count(row => row.Status == "Finished" && row.DefinitionId == "durable")) >= count * share),
                "some timers have fired");
            await server.Restart();
        }

        await Finished(server, count);
        await AssertOnce(server, Enumerable.Range(0, count).Select(number => $"t{number}"));
        // Where starting them took until the first were due, those have gone on at once.
        Assert.NotEqual(0, Read(server, database => database.Bursts.Count(row => row.Sequence == 2)));
        Assert.Equal(0, Read(server, database => database.Bursts.Count(row => row.Sequence > 2)));
    }

    [Fact]
    public async Task Kills_in_a_fast_run_lead_to_the_same_tasks_and_approvals()
    {
        var end = new DateTimeOffset(2018, LongRun.IsWished ? 3 : 2, 1, 0, 0, 0, TimeSpan.Zero);
        var plays = await Task.WhenAll(Play(end, kills: 0), Play(end, LongRun.Times(3, wished: 25)));
        var (undisturbed, disturbed) = (plays[0], plays[1]);

        Assert.True(undisturbed.Count > 30, $"only {undisturbed.Count} tasks and approvals");
        Assert.Equal(undisturbed, disturbed);
    }

    /// <summary>Runs a small CRM at ten days a second.</summary>
    static async Task<List<string>> Play(DateTimeOffset end, int kills)
    {
        await using var server = new ServerProcess("--start", "2018-01-01", "--clock", "864000x");
        await SmallCrm.Import(server);
        var random = new Random(7);
        await server.Start();
        for (var kill = 0; kill < kills; kill++)
        {
            // Each time after a few more commits, wherever those are.
            var bursts = Read(server, database => database.Bursts.Count()) + random.Next(1, 40);
            await Calls.Eventually(() => Task.FromResult(Read(server, database => database.Bursts.Count()) >= bursts), "some more bursts");
            await server.Restart();
        }
        await Calls.Eventually(() => Task.FromResult(Time(server) > end), "the simulated days have gone by");
        await server.Kill();
        return Read(server, database =>
        {
            Assert.Equal(0, database.Instances.Count(row => row.IncidentCount > 0));
            var tasks = database.Tasks.Where(task => task.CreatedAt < end).AsEnumerable()
                .Select(task => $"{task.CreatedAt:u} {task.Kind} {task.AssigneeId} {task.DealId} {task.Title}");
            var approvals = database.Approvals.Include(request => request.Steps).Where(request => request.CreatedAt < end).AsEnumerable()
                .Select(request =>
                    $"{request.CreatedAt:u} {request.DealId} {string.Join(',', request.Steps.Select(step => step.ApproverId).Order())}");
            return tasks.Concat(approvals).Order(StringComparer.Ordinal).ToList();
        });
    }

    static DateTimeOffset Time(ServerProcess server) =>
        Read(server, database => Runtime.Clock.ProcessClock.FromSetting(database.Settings.Find(Runtime.Clock.ProcessClock.SettingKey)!.Value));
}

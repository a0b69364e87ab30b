using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ThreeStep.Orders.Store;

namespace ThreeStep.Web.Tests;

/// <summary>A real process: how it stops, what it does while its database is away, and that its folder is its own.</summary>
public sealed class ServerLifeTests
{
    static readonly JsonObject Waiting = new()
    {
        ["publish"] = true,
        ["model"] = JsonNode.Parse("""
            { "definitionId": "waiting", "name": "waiting", "root": { "id": "wait", "type": "Elsa.Event", "version": 1,
              "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } } }
            """),
    };

    [Fact]
    public async Task Stops_under_load_end_well_and_soon()
    {
        await using var server = new ServerProcess();
        await server.Start();
        await server.Client.Post("/elsa/api/workflow-definitions", Waiting.DeepClone());
        var stops = LongRun.Times(2, wished: 25);
        for (var stop = 0; stop < stops; stop++)
        {
            using var enough = new CancellationTokenSource();
            using var begun = new SemaphoreSlim(0);
            var load = Enumerable.Range(0, 4).Select(_ => Load(server, begun, enough.Token)).ToList();
            for (var answers = 0; answers < 20; answers++) await begun.WaitAsync();

            var (exitCode, time) = await server.Stop();
            await enough.CancelAsync();
            await Task.WhenAll(load);

            Assert.Equal(0, exitCode);
            Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            if (stop < stops - 1) await server.Start();
        }
    }

    [Fact]
    public async Task Behind_a_proxy_a_server_that_stops_is_not_ready_first_and_answers_until_the_proxy_knows()
    {
        await using var server = new ServerProcess();
        server.Settings["StopPause"] = "4";
        await server.Start();
        var stop = server.Stop();
        await Calls.Eventually(async () => (await server.Client.Get("/health/ready")).Status == 503, "it is not ready");
        Assert.Equal(200, (await server.Client.Get("/api/tasks?pageSize=1")).Status);
        var (exitCode, time) = await stop;
        Assert.Equal(0, exitCode);
        Assert.InRange(time, TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(14));
    }

    static async Task Load(ServerProcess server, SemaphoreSlim begun, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await server.Client.Post("/elsa/api/workflow-definitions/waiting/dispatch");
                begun.Release();
            }
            catch (Exception error) when (error is HttpRequestException or IOException) { return; }
        }
    }

    [Fact]
    public async Task A_stop_in_the_middle_of_timers_takes_nothing_away_from_under_them()
    {
        await using var server = new ServerProcess("--start", "2018-01-01", "--clock", "864000x");
        await SmallCrm.Import(server);
        for (var stop = 0; stop < LongRun.Times(2, wished: 12); stop++)
        {
            await server.Start();
            var bursts = Bursts(server);
            await Calls.Eventually(() => Task.FromResult(Bursts(server) > bursts + 20), "timers fire");

            Assert.Equal(0, (await server.Stop()).ExitCode);

            Assert.DoesNotContain("[ERR]", await server.Output, StringComparison.Ordinal);
        }
        using var database = OrdersDatabase.File(server.DatabasePath).Query();
        Assert.Equal((0, 0), (database.Instances.Count(row => row.IncidentCount > 0), database.Stimuli.Count(row => row.FailedAt != null)));
    }

    static int Bursts(ServerProcess server)
    {
        using var database = OrdersDatabase.File(server.DatabasePath).Query();
        return database.Bursts.Count();
    }

    [Fact]
    public async Task A_data_folder_has_one_server_and_the_second_is_told_which()
    {
        await using var server = new ServerProcess();
        await server.Start();

        var (exitCode, output) = await server.Run("--urls", "http://127.0.0.1:0");
        Assert.Equal(1, exitCode);
        Assert.Contains($"process {server.Id}", output, StringComparison.Ordinal);
        Assert.Equal(1, (await server.Run("import", server.Data)).ExitCode);
        Assert.Equal(0, (await server.Run("export", Path.Combine(server.Data, "exported"))).ExitCode);

        // What a killed one leaves behind keeps nobody out.
        await server.Restart();
        Assert.Equal(200, (await server.Client.Get("/health/ready")).Status);
    }

    [Fact]
    public async Task While_the_database_is_locked_it_says_so_and_afterwards_it_goes_on_by_itself()
    {
        await using var server = new ServerProcess();
        await server.Start();
        await server.Client.Post("/elsa/api/workflow-definitions", Waiting.DeepClone());
        using (var connection = new SqliteConnection($"Data Source={server.DatabasePath};Pooling=False"))
        {
            connection.Open();
            using var held = connection.BeginTransaction(deferred: false);

            using var request = new HttpRequestMessage(HttpMethod.Post,
                "/elsa/api/workflow-definitions/waiting/execute")
            { Content = new StringContent("{}", null, "application/json") };
            request.Headers.AcceptLanguage.ParseAdd("zh-CN");
            using var answer = await server.Client.SendAsync(request);

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Contains("锁定", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            var (status, problem) = await server.Client.Get("/health/ready");
            Assert.Equal(503, status);
            Assert.Contains("lock", problem!["detail"]!.ToString(), StringComparison.Ordinal);
        }

        await Calls.Eventually(async () => (await server.Client.Get("/health/ready")).Status == 200, "it goes on");
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions/waiting/execute")).Status);
    }
}

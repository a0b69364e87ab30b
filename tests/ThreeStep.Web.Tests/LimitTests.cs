using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using ThreeStep.Web.Overload;

namespace ThreeStep.Web.Tests;

/// <summary>
/// Nobody takes the server from all others: whoever asks too much is told when to come again, and nothing that was taken in is lost.
/// </summary>
public sealed class LimitTests(LimitTests.NarrowServer narrow) : IClassFixture<LimitTests.NarrowServer>
{
    const int Backlog = 20;

    readonly ServerProcess server = narrow.Server;

    public sealed class NarrowServer : IAsyncLifetime
    {
        public ServerProcess Server { get; } = new();

        public async Task InitializeAsync()
        {
            // One call a second, and ten after a pause.
            Server.Settings["Limits__CallsByKey"] = "60";
            Server.Settings["Limits__Backlog"] = $"{Backlog}";
            await Server.Start();
        }

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }

    async Task<HttpClient> Program(string id)
    {
        await server.Client.Post("/api/users", new { id, name = id, role = "ProcessOwner" });
        var key = (await server.Client.Post($"/api/users/{id}/api-keys")).Body!["apiKey"]!.ToString();
        var client = new HttpClient { BaseAddress = server.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key);
        return client;
    }

    async Task Publish(string id, string activities) => Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions", $$"""
        { "publish": true, "model": { "definitionId": "{{id}}", "name": "{{id}}",
          "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [ {{activities}} ] } } }
        """)).Status);

    [Fact]
    public async Task A_program_that_calls_too_often_waits_and_others_do_not()
    {
        using var wild = await Program("wild");
        using var quiet = await Program("quiet");
        HttpResponseMessage? refused = null;
        for (var call = 0; call < 200 && refused is null; call++)
            if (await wild.GetAsync("/api/tasks") is { IsSuccessStatusCode: false } answer) refused = answer;

        Assert.Equal(429, (int)refused!.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("60", JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await quiet.Get("/api/tasks")).Status);
        for (var call = 0; call < 40; call++) Assert.Equal(200, (await server.Client.Get("/api/tasks")).Status);
        await Calls.Eventually(async () => (await wild.Get("/api/tasks")).Status == 200, "its turn comes again");
    }

    [Fact]
    public async Task An_endpoint_that_keeps_its_callers_waiting_holds_up_no_other()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new LimitSettings { AtOnce = 1, Waiting = 1 }).AddSingleton<RequestLimits>();
        await using var app = builder.Build();
        RequestLimits.Use(app);
        var (goOn, underWay) = (new TaskCompletionSource(), 0);
        app.MapGet("/workflows/slow", async () =>
        {
            Assert.Equal(1, Interlocked.Increment(ref underWay));
            await goOn.Task;
            Interlocked.Decrement(ref underWay);
        });
        app.MapGet("/workflows/quick", () => { });
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        // One is under way, one waits for its turn, whichever come first; the rest are told so at once.
        var calls = Enumerable.Range(0, 5).Select(_ => client.GetAsync("/workflows/slow")).ToList();
        await Calls.Eventually(() => Task.FromResult(calls.Count(call => call.IsCompleted) == 3), "three are refused");
        Assert.All(calls.Where(call => call.IsCompleted).Select(call => call.Result), refused => Assert.NotNull(refused.Headers.RetryAfter));
        Assert.Equal(200, (await client.Get("/workflows/quick")).Status);
        goOn.SetResult();
        Assert.Equal([200, 200, 503, 503, 503], (await Task.WhenAll(calls)).Select(answer => (int)answer.StatusCode).Order());
    }

    [Fact]
    public async Task What_programs_ask_for_does_not_grow_without_end_and_what_was_accepted_is_done()
    {
        await Publish("counted", """{ "id": "say", "type": "Elsa.WriteLine", "version": 1 }""");
        Assert.Equal(200, (await server.Client.Post("/elsa/api/admin/workflow-runtime/pause", new { reason = "the test" })).Status);
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions/counted/bulk-dispatch", new { count = Backlog })).Status);
        var accepted = Backlog;

        await Calls.Eventually(async () =>
        {
            var (status, body) = await server.Client.Post("/elsa/api/workflow-definitions/counted/dispatch");
            if (status == 200) accepted++;
            else Assert.Equal((503, true), (status, body!["detail"]!.ToString().Contains("Nothing was taken in", StringComparison.Ordinal)));
            return status == 503;
        }, "the server has enough");
        Assert.Equal(503, (await server.Client.Post("/elsa/api/events/anything/trigger")).Status);

        Assert.Equal(200, (await server.Client.Post("/elsa/api/admin/workflow-runtime/resume")).Status);
        await Calls.Eventually(async () => (await server.Client.Get("/elsa/api/workflow-instances?definitionId=counted&status=Finished"))
            .Body!["totalCount"]!.GetValue<int>() == accepted, "all that was accepted is done");
        await Calls.Eventually(async () => (await server.Client.Post("/elsa/api/workflow-definitions/counted/dispatch")).Status == 200,
            "more is accepted again");
    }
}

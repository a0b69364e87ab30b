using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;
using Xunit.Abstractions;

namespace ThreeStep.Web.Tests;

/// <summary>Two servers on one database of PostgreSQL: to whoever uses them they are one, and either may die at any moment.</summary>
public sealed class NodeTests : IAsyncLifetime
{
    readonly ITestOutputHelper output;
    readonly string database = PostgresServer.Missing is null ? PostgresServer.NewDatabase() : "";
    readonly ServerProcess[] nodes = [new(), new()];

    public NodeTests(ITestOutputHelper output)
    {
        this.output = output;
        foreach (var node in nodes) node.Settings["ConnectionStrings__ThreeStep"] = database;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in nodes) await node.DisposeAsync();
        if (database.Length > 0) PostgresServer.Drop(database);
    }

    /// <summary>Waits until a time, then gives a task and sends a mail.</summary>
    static JsonObject Definition(string title) => new()
    {
        ["publish"] = true,
        ["model"] = JsonNode.Parse($$"""
            { "definitionId": "durable", "name": "{{title}}", "inputs": [{ "name": "Due", "type": "String" }], "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "wait", "type": "Elsa.StartAt", "version": 1, "dateTime": { "typeName": "DateTimeOffset", "expression": { "type": "JavaScript", "value": "getInput('Due')" } } },
              { "id": "task", "type": "ThreeStep.Remind", "version": 1, "to": { "typeName": "String", "expression": { "type": "Literal", "value": "admin" } }, "title": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getCorrelationId()" } } },
              { "id": "mail", "type": "ThreeStep.SendMessage", "version": 1, "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep@example.com" } }, "subject": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getCorrelationId()" } }, "body": { "typeName": "String", "expression": { "type": "Literal", "value": "text" } } } ] } }
            """),
    };

    T Read<T>(Func<ProcessDatabase, T> read)
    {
        var store = OrdersDatabase.Server(database, "");
        try
        {
            using var context = store.Query();
            return read(context);
        }
        finally { store.Close(); }
    }

    static async Task<JsonNode?> Start(ServerProcess node, string correlationId, DateTimeOffset due)
    {
        try
        {
            var (status, body) = await node.Client.Post("/elsa/api/workflow-definitions/durable/execute",
                new { correlationId, input = new Dictionary<string, string> { ["Due"] = due.ToString("O") } });
            return status == 200 ? body : null;
        }
        // It has died, or stands still: this one was not answered, and may be there or not.
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException) { return null; }
    }

    [PostgresFact]
    public async Task What_is_published_or_paused_on_one_node_is_so_on_the_other_and_one_of_them_has_the_chores()
    {
        await Task.WhenAll(nodes.Select(node => node.Start()));
        for (var version = 1; version <= 3; version++)
        {
            var (one, other) = (nodes[version % 2], nodes[(version + 1) % 2]);
            Assert.Equal(200, (await one.Client.Post("/elsa/api/workflow-definitions", Definition($"version {version}"))).Status);
            await Calls.Eventually(async () =>
                await Start(other, $"v{version}", DateTimeOffset.UtcNow) is { } started
                    && started["workflowState"]!["definitionVersion"]!.GetValue<int>() == version, "the other node runs the new version");
        }

        var seen = await Seen(nodes[1]);
        Assert.Equal([.. nodes.Select(node => node.Id).Order()], seen.Select(node => node!["processId"]!.GetValue<int>()).Order());
        Assert.All(seen, node => Assert.True(node!["lives"]!.GetValue<bool>()));
        Assert.Single(seen, node => node!["doesChores"]!.GetValue<bool>());
        Assert.Equal(nodes[1].Id, Assert.Single(seen, node => node!["isThis"]!.GetValue<bool>())!["processId"]!.GetValue<int>());

        Assert.Equal(200, (await nodes[0].Client.Post($"{Administration}/pause", new { reason = "the move" })).Status);
        await Calls.Eventually(async () => !await IsOpen(nodes[1]), "the other node is paused, too");
        await nodes[0].Restart();
        await Calls.Eventually(async () => !await IsOpen(nodes[0]), "it is paused after a restart as well");
        Assert.Equal(200, (await nodes[1].Client.Post($"{Administration}/resume")).Status);
        await Calls.Eventually(async () => await IsOpen(nodes[0]), "the other node is open again");
    }

    const string Administration = "/elsa/api/admin/workflow-runtime";

    [PostgresFact]
    public async Task Who_looks_at_an_instance_on_one_node_sees_at_once_what_happens_to_it_on_the_other()
    {
        await Task.WhenAll(nodes.Select(node => node.Start()));
        Assert.Equal(200, (await nodes[0].Client.Post("/elsa/api/workflow-definitions", Definition("watched"))).Status);
        var id = (await Start(nodes[0], "w", DateTimeOffset.UtcNow.AddDays(1)))!["workflowState"]!["id"]!.ToString();
        await using var connection = new HubConnectionBuilder().WithUrl(new Uri(nodes[0].Client.BaseAddress!, "/elsa/hubs/workflow-instance"),
            options => options.AccessTokenProvider = () => Task.FromResult<string?>(RunningServer.ServerKey)).Build();
        using var told = new SemaphoreSlim(0);
        connection.On<JsonNode>("WorkflowInstanceUpdatedAsync", _ => told.Release());
        await connection.StartAsync();
        await connection.InvokeAsync("ObserveInstanceAsync", id);
        Assert.True(await told.WaitAsync(TimeSpan.FromSeconds(30)), "what is there at first is told");

        Assert.True((await nodes[1].Client.Post($"/elsa/api/cancel/workflow-instances/{id}")).Status < 300);
        Assert.True(await told.WaitAsync(TimeSpan.FromSeconds(30)), "the other node's burst is told");
    }

    static async Task<JsonArray> Seen(ServerProcess node) => (await node.Client.Get("/api/nodes")).Body!.AsArray();

    static async Task<bool> IsOpen(ServerProcess node) =>
        (await node.Client.Get($"{Administration}/status")).Body!["state"]!["isAcceptingNewWork"]!.GetValue<bool>();

    [PostgresFact]
    public async Task Nodes_that_are_killed_halted_and_cut_off_lose_nothing_and_do_nothing_twice()
    {
        var seed = Number("THREESTEP_SEED", 15);
        output.WriteLine($"THREESTEP_SEED={seed}");
        var (random, started) = (new Random(seed), new ConcurrentDictionary<string, string>());
        await Task.WhenAll(nodes.Select(node => node.Start()));
        Assert.Equal(200, (await nodes[0].Client.Post("/elsa/api/workflow-definitions", Definition("durable"))).Status);
        var asked = 0;
        for (var round = 0; round < Number("THREESTEP_FAULTS", 3); round++)
        {
            var (fault, victim) = (round < 3 ? round : random.Next(3), nodes[random.Next(2)]);
            output.WriteLine($"{round}: {(Fault)fault} of node {Array.IndexOf(nodes, victim)}");
            var first = asked;
            asked += 40;
            // The first are due before the last are started, so that the fault comes between starts, timers and deliveries.
            var load = Parallel.ForEachAsync(Enumerable.Range(first, 40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
            {
                var due = DateTimeOffset.UtcNow.AddMilliseconds(number % 7 * 100);
                if (await Start(nodes[number % 2], $"n{number}", due) is { } body) started[$"n{number}"] = body["workflowState"]!["id"]!.ToString();
            });
            var before = started.Count;
            await Calls.Eventually(() => Task.FromResult(load.IsCompleted || started.Count > before + 10 + random.Next(20)), "the load has begun");
            switch ((Fault)fault)
            {
                case Fault.Kill:
                    await victim.Restart();
                    break;
                case Fault.Halt:
                    await victim.Signal("STOP");
                    var other = nodes.Single(node => node != victim);
                    // What the halted one had is taken over by the other, while that one is away.
                    await Calls.Eventually(() => Task.FromResult(NothingIsLate()), "the other node does it");
                    await victim.Signal("CONT");
                    await Calls.Eventually(async () => (await other.Client.Get("/health/ready")).Status == 200, "the other node is ready");
                    break;
                case Fault.Cut:
                    PostgresServer.Cut(database);
                    break;
            }
            await load;
        }
        foreach (var node in nodes)
            await Calls.Eventually(async () => (await node.Client.Get("/health/ready")).Status == 200, "every node is ready");

        Assert.Empty(started.Values.Except(Read(context => context.Instances.Select(row => row.Id).ToList())));
        await Calls.Eventually(() => Task.FromResult(Read(context =>
            context.Instances.All(row => row.Status == "Finished") && context.Outbox.All(row => row.DeliveredAt != null)
            && !context.Stimuli.Any() && !context.Bookmarks.Any())), "everything comes to its end");
        var there = Read(context => context.Instances.Select(row => row.CorrelationId!).ToList()).Order(StringComparer.Ordinal).ToList();
        Assert.True(started.Count > asked / 2, $"only {started.Count} of {asked} were answered");
        Assert.Equal(there, Read(context => context.Tasks.Select(task => task.Title).ToList()).Order(StringComparer.Ordinal));
        Assert.Equal(there.Count, Read(context => context.Outbox.Count(row => row.Channel == "mail")));
        Assert.Equal(0, Read(context => context.Instances.Count(row => row.IncidentCount > 0)));
    }

    enum Fault { Kill, Halt, Cut }

    static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var wished) ? wished : usual;

    /// <summary>No timer is due since longer than the claims of a dead node are respected.</summary>
    bool NothingIsLate()
    {
        var now = DateTimeOffset.UtcNow;
        return Read(context => !context.Bookmarks.Any(row => row.DueAt < now));
    }
}

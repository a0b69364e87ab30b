using System.Text.Json.Nodes;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;

namespace ThreeStep.Runtime.Tests;

/// <summary>Two runtimes on one database of PostgreSQL, and what only shows where one is in the other's way.</summary>
public sealed class NodeStories : IAsyncLifetime
{
    readonly NoteWorld world = PostgresServer.Missing is null ? NoteWorld.OnPostgres(TimeSpan.FromSeconds(3)) : new();

    public Task InitializeAsync() => world.InitializeAsync();

    public Task DisposeAsync() => world.DisposeAsync();

    [PostgresFact]
    public async Task A_node_that_stands_still_while_it_writes_keeps_nobody_waiting_and_does_it_again_when_it_goes_on()
    {
        await using var other = world.SecondProcess();
        using var isHalted = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var times = 0;
        var halted = Task.Run(() => world.Runtime.Record(transaction =>
        {
            transaction.Database.Add(new Note { Id = "halted", Text = $"{++times}" });
            transaction.Database.SaveChanges();
            isHalted.Release();
            if (times == 1) goOn.Wait();
        }));
        await isHalted.WaitAsync();

        // It waits for the lock of the rules, until the server has ended the session of the one that stands still.
        await other.Runtime.Record(transaction => transaction.Database.Add(new Note { Id = "other", Text = "other" }));
        Assert.Equal(["other"], world.Notes());
        goOn.Release();
        // The store is tried again after a pause.
        await world.PassUntil(halted);
        await halted;

        Assert.Equal(["2", "other"], world.Notes());
    }

    [PostgresFact]
    public async Task A_rule_that_only_the_first_may_break_lets_one_through_however_many_nodes_ask_at_once()
    {
        await using var other = world.SecondProcess();
        const int rounds = 20, each = 8;
        for (var round = 0; round < rounds; round++)
        {
            var taken = $"round {round:00}";
            var won = await Task.WhenAll(Enumerable.Range(0, each).Select(number => Task.Run(() =>
                (number % 2 == 0 ? world.Runtime : other.Runtime).Record(transaction =>
                {
                    if (transaction.Database.Set<Note>().Any(note => note.Text == taken)) return false;
                    transaction.Database.Add(new Note { Id = transaction.NewId(), Text = taken });
                    return true;
                }))));
            Assert.Equal(1, won.Count(one => one));
        }
        Assert.Equal(Enumerable.Range(0, rounds).Select(round => $"round {round:00}"), world.Notes());
    }

    [PostgresFact]
    public async Task Two_nodes_take_different_timers_and_what_one_has_is_free_when_its_heart_stops()
    {
        for (var number = 0; number < 20; number++) await Wait($"w{number}");
        await using var other = world.SecondProcess();
        var (one, two) = (world.Service<EngineReader>(), other.Reader);
        var later = world.Now.AddDays(1);

        // Both use one store object here, and so one name; another process has its own.
        var first = one.TakeDueBookmarks(later, 12);
        Assert.Equal(12, first.Count);
        Assert.Equal(first.Select(timer => timer.BookmarkId), two.TakeDueBookmarks(later, 12).Select(timer => timer.BookmarkId));
        world.Sql("UPDATE bookmarks SET claimed_by = 'somebody' WHERE claimed_by IS NOT NULL");
        world.Sql("INSERT INTO nodes (id, machine, process_id, version, started_at, beat_at, processor_percent, "
            + "memory_megabytes) SELECT 'somebody', 'm', 1, 'v', 0, CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint), 0, 0");
        Assert.Equal(8, one.TakeDueBookmarks(later, 100).Count);
        world.Sql("UPDATE nodes SET beat_at = beat_at - 10001");
        Assert.Equal(20, one.TakeDueBookmarks(later, 100).Count);
    }

    async Task Wait(string id)
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "wait", "name": "Wait", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "wait", "type": "Elsa.Delay", "version": 1, "timeSpan": { "typeName": "String", "expression": { "type": "Literal", "value": "01:00:00" } } } ] } }
            """)!, publish: true);
        await world.Runtime.Start("wait", [], null, id);
    }
}

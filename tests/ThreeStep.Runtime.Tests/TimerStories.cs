using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;

namespace ThreeStep.Runtime.Tests;

public abstract class TimerStories(NoteWorld world) : IAsyncLifetime
{
    readonly NoteWorld world = world;

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    async Task<string> StartWaiting(string type, string property, string value)
    {
        var model = (JsonObject)JsonNode.Parse($$"""
            { "definitionId": "wait", "name": "Wait", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "wait", "type": "Elsa.{{type}}", "version": 1, "{{property}}": { "typeName": "String", "expression": { "type": "Literal", "value": "{{value}}" } } } ] } }
            """)!;
        await world.Definitions.Save(model, publish: true);
        return (await world.Runtime.Start("wait", []))!.State.Id;
    }

    string StatusOf(string id) => world.Read(database => database.Instances.Find(id)!.Status);

    [StoreFact]
    public async Task Ten_years_are_waited_for()
    {
        var id = await StartWaiting("Delay", "timeSpan", "3650.00:00:00");

        await world.Pass(TimeSpan.FromDays(3649));
        Assert.Equal("Running", StatusOf(id));
        await world.Pass(TimeSpan.FromDays(1));

        Assert.Equal("Finished", StatusOf(id));
    }

    [StoreFact]
    public async Task A_due_date_in_the_past_fires_at_once()
    {
        var id = await StartWaiting("StartAt", "dateTime", "1999-12-31T00:00:00Z");

        await world.Pass(TimeSpan.Zero);

        Assert.Equal("Finished", StatusOf(id));
    }

    [StoreFact]
    public async Task A_workflow_that_begins_with_a_time_begins_at_every_time()
    {
        var model = (JsonObject)JsonNode.Parse("""
            { "definitionId": "nightly", "name": "Nightly", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "connections": [], "activities": [
              { "id": "cron", "type": "Elsa.Cron", "version": 1, "canStartWorkflow": true, "cronExpression": { "typeName": "String", "expression": { "type": "Literal", "value": "0 0 18 * * ?" } } } ] } }
            """)!;
        await world.Definitions.Save(model, publish: true);

        await world.Pass(TimeSpan.FromDays(3));

        Assert.Equal(3, world.Instances("nightly").Count(row => row.Status == "Finished"));
    }

    [StoreFact]
    public async Task A_timer_of_a_definition_that_was_deleted_does_not_come_up_for_ever()
    {
        await StartWaiting("Delay", "timeSpan", "00:01:00");
        // By hand in the database: the product does not delete what is in use.
        await world.Runtime.Record(transaction => { transaction.Database.Definitions.Where(row => row.DefinitionId == "wait").ExecuteDelete(); });

        await using (var other = world.SecondProcess()) await other.Time.RunUntil(world.Now.AddHours(1));

        Assert.Equal(0, world.Read(database => database.Bookmarks.Count()));
    }

    [StoreFact]
    public async Task Overdue_timers_all_fire_once_and_in_due_order()
    {
        // What a day's outage leaves to a large company takes minutes to play through.
        var count = Environment.GetEnvironmentVariable("THREESTEP_LONG") == "1" ? 50_000 : 5_000;
        var template = await StartWaiting("Delay", "timeSpan", "00:00:01");
        Multiply(template, count);
        var order = new List<string>();
        world.Runtime.BurstCommitted += burst => { lock (order) order.Add(burst.State.Id); };

        await world.Pass(TimeSpan.FromDays(365));

        Assert.Equal(count, world.Read(database => database.Instances.Count(row => row.Status == "Finished")));
        Assert.Equal(count, world.Read(database => database.Bursts.Count(row => row.Sequence == 2)));
        Assert.Equal(0, world.Read(database => database.Bookmarks.Count()));
        Assert.Equal(count, order.Count);
        Assert.Equal(order.Order(StringComparer.Ordinal), order);
    }

    /// <summary>Copies of a waiting instance, each due a second after the one before, as if the server had been away for a day.</summary>
    void Multiply(string template, int count)
    {
        using var database = world.Store.Query();
        var (instance, wait) = (database.Instances.Single(row => row.Id == template), database.Bookmarks.Single(row => row.InstanceId == template));
        var document = InstanceDocument.Text(instance.Document);
        database.Instances.Where(row => row.Id == template).ExecuteDelete();
        database.Bookmarks.Where(row => row.InstanceId == template).ExecuteDelete();
        for (var number = 1; number <= count; number++)
        {
            var (id, waitId) = ($"copy-{number:00000}", $"wait-{number:00000}");
            var text = document.Replace(template, id, StringComparison.Ordinal).Replace(wait.Id, waitId, StringComparison.Ordinal);
            database.Instances.Add(InstanceRow.Of(InstanceDocument.Read(Encoding.UTF8.GetBytes(text)), 1));
            database.Bookmarks.Add(new BookmarkRow
            {
                Id = waitId,
                InstanceId = id,
                Name = wait.Name,
                Hash = wait.Hash,
                ActivityId = wait.ActivityId,
                DueAt = wait.DueAt!.Value.AddSeconds(number),
            });
        }
        database.SaveChanges();
    }
}

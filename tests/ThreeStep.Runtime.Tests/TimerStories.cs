using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Tests;

public sealed class TimerStories : IAsyncLifetime
{
    readonly NoteWorld world = new();

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

    [Fact]
    public async Task Ten_years_are_waited_for()
    {
        var id = await StartWaiting("Delay", "timeSpan", "3650.00:00:00");

        await world.Pass(TimeSpan.FromDays(3649));
        Assert.Equal("Running", StatusOf(id));
        await world.Pass(TimeSpan.FromDays(1));

        Assert.Equal("Finished", StatusOf(id));
    }

    [Fact]
    public async Task A_due_date_in_the_past_fires_at_once()
    {
        var id = await StartWaiting("StartAt", "dateTime", "1999-12-31T00:00:00Z");

        await world.Pass(TimeSpan.Zero);

        Assert.Equal("Finished", StatusOf(id));
    }

    [Fact]
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

    [Fact]
    public async Task A_timer_of_a_definition_that_was_deleted_does_not_come_up_for_ever()
    {
        await StartWaiting("Delay", "timeSpan", "00:01:00");
        // By hand in the database: the product does not delete what is in use.
        await world.Runtime.Record(transaction => { transaction.Database.Definitions.Where(row => row.DefinitionId == "wait").ExecuteDelete(); });

        await using (var other = world.SecondProcess()) await other.Time.RunUntil(world.Now.AddHours(1));

        Assert.Equal(0, world.Read(database => database.Bookmarks.Count()));
    }

    [Fact]
    public async Task Overdue_timers_all_fire_once_and_in_due_order()
    {
        // What a day's outage leaves to a large company takes minutes to play through.
        var count = Environment.GetEnvironmentVariable("THREESTEP_LONG") == "1" ? 50_000 : 8_000;
        var template = await StartWaiting("Delay", "timeSpan", "00:00:01");
        Multiply(template, count);

        await world.Pass(TimeSpan.FromDays(365));

        Assert.Equal(count, world.Read(database => database.Instances.Count(row => row.Status == "Finished")));
        Assert.Equal(count, world.Read(database => database.Bursts.Count(row => row.Sequence == 2)));
        Assert.Equal(0, world.Read(database => database.Bookmarks.Count()));
        AssertDueOrder();
    }

    /// <summary>Copies of a waiting instance, each due a second after the one before, as if the server had been away for a day.</summary>
    void Multiply(string template, int count)
    {
        var document = InstanceDocument.Text(world.Read(database => database.Instances.Single(row => row.Id == template).Document));
        using var connection = (SqliteConnection)world.Store.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < $count)
            INSERT INTO instances (id, definition_id, definition_version_id, definition_version, status, sub_status, incident_count, created_at, updated_at, row_version, document)
            SELECT printf('copy-%05d', n), definition_id, definition_version_id, definition_version, status, sub_status, 0, created_at, updated_at, 1,
                   replace(replace($document, id, printf('copy-%05d', n)), (SELECT id FROM bookmarks WHERE instance_id = $template), printf('wait-%05d', n))
            FROM instances, number WHERE id = $template;
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < $count)
            INSERT INTO bookmarks (id, instance_id, name, hash, activity_id, due_at)
            SELECT printf('wait-%05d', n), printf('copy-%05d', n), name, hash, activity_id, due_at + n * 10000000 FROM bookmarks, number WHERE instance_id = $template;
            DELETE FROM bookmarks WHERE instance_id = $template;
            DELETE FROM instances WHERE id = $template;
            """;
        command.Parameters.AddRange([new SqliteParameter("$template", template), new SqliteParameter("$document", document),
            new SqliteParameter("$count", count)]);
        command.ExecuteNonQuery();
    }

    void AssertDueOrder()
    {
        // The place of a burst in the history is the order of the commits.
        var order = world.Read(database =>
            database.Database.SqlQueryRaw<string>("SELECT instance_id AS Value FROM bursts WHERE sequence = 2 ORDER BY rowid").ToList());
        Assert.Equal(order.Order(StringComparer.Ordinal), order);
    }
}

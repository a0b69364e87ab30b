using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Commit;
using ThreeStep.Tests;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Tests;

/// <summary>All or nothing, once, and in one transaction.</summary>
public abstract class CommitTests(NoteWorld world) : IAsyncLifetime
{
    readonly NoteWorld world = world;

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static JsonObject Waiting(string eventName) => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "wait", "name": "Wait", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "{{eventName}}" } } },
          { "id": "task", "type": "Notes.WriteNote", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "after" } } } ] } }
        """)!;

    [StoreFact]
    public async Task A_change_that_fails_leaves_nothing_and_harms_nobody_else()
    {
        var good = world.Runtime.Record(transaction => { transaction.Database.Add(new Note { Id = "good", Text = "Good" }); });
        var bad = world.Runtime.Record(transaction =>
            { transaction.Database.Add(new Note { Id = "bad", Text = "Bad" }); throw new InvalidOperationException("no"); });
        var twice = world.Runtime.Record(transaction => { transaction.Database.Add(new Note { Id = "good", Text = "An id that is taken" }); });
        var late = world.Runtime.Record(transaction => { transaction.Database.Add(new Note { Id = "late", Text = "Late" }); });

        await good;
        await Assert.ThrowsAsync<InvalidOperationException>(() => bad);
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => twice);
        await late;

        Assert.Equal(["Good", "Late"], world.Notes());
    }

    [StoreFact]
    public async Task An_instance_id_is_started_once()
    {
        await world.Definitions.Save(Waiting("go"), publish: true);

        Assert.NotNull(await world.Runtime.Start("wait", [], instanceId: "one"));
        Assert.Null(await world.Runtime.Start("wait", [], instanceId: "one"));

        Assert.Single(world.Instances("wait"));
    }

    [StoreFact]
    public async Task The_same_answer_at_once_from_many_sides_goes_on_once()
    {
        await world.Definitions.Save(Waiting("go"), publish: true);
        await world.Runtime.Start("wait", [], correlationId: "deal");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Runtime.Trigger("go", "deal", null, null)));

        Assert.Equal(["after"], world.Notes());
    }

    [StoreFact]
    public async Task Two_processes_on_one_database_do_not_run_it_twice()
    {
        await world.Definitions.Save(Waiting("go"), publish: true);
        await using var other = world.SecondProcess();
        var ids = new List<string>();
        for (var number = 0; number < 30; number++) ids.Add((await world.Runtime.Start("wait", [], correlationId: $"deal-{number}"))!.State.Id);

        await Task.WhenAll(ids.SelectMany((_, number) =>
            new[] { world.Runtime.Trigger("go", $"deal-{number}", null, null), other.Runtime.Trigger("go", $"deal-{number}", null, null) }));

        Assert.Equal(30, world.Notes().Count);
        Assert.All(ids, id => Assert.Equal(2, world.Read(database => database.Instances.Find(id)!.RowVersion)));
    }

    [StoreFact]
    public async Task An_accepted_stimulus_is_carried_out_after_a_restart()
    {
        await world.Definitions.Save(Waiting("go"), publish: true);
        await world.Runtime.Accept(new QueuedStimulus.StartInstance("queued", "wait", []));
        Assert.Empty(world.Instances("wait"));

        await using (var other = world.SecondProcess()) await other.Time.RunUntil(world.Now);

        Assert.Single(world.Instances("wait"));
        Assert.Equal(0, world.Read(database => database.Stimuli.Count()));
    }

    [StoreFact]
    public async Task What_cannot_be_written_becomes_an_incident_and_a_retry_writes_it()
    {
        await world.Definitions.Save(Waiting("go"), publish: true);
        var id = (await world.Runtime.Start("wait", [], correlationId: "deal"))!.State.Id;
        world.Sql("INSERT INTO notes (id, text) VALUES ('other', 'after')");
        world.Sql("CREATE UNIQUE INDEX once ON notes (text)");

        await world.Runtime.Trigger("go", "deal", null, null);
        Assert.Equal("Faulted", world.Read(database => database.Instances.Find(id)!.SubStatus));
        Assert.Equal(["after"], world.Notes());
        world.Sql("DROP INDEX once");
        await world.Runtime.Deliver(id, new Stimulus.Retry());

        Assert.Equal(["after", "after"], world.Notes());
        Assert.Equal("Finished", world.Read(database => database.Instances.Find(id)!.SubStatus));
    }

    [StoreFact]
    public async Task A_faulted_instance_is_not_reached_before_its_retry()
    {
        var model = (JsonObject)JsonNode.Parse("""
            { "definitionId": "both", "name": "Both", "root": { "id": "root", "type": "Elsa.Parallel", "version": 1, "activities": [
              { "id": "later", "type": "Elsa.Delay", "version": 1, "timeSpan": { "typeName": "String", "expression": { "type": "Literal", "value": "01:00:00" } } },
              { "id": "bad", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getRecord('Note', 'new').text" } } } ] } }
            """)!;
        await world.Definitions.Save(model, publish: true);
        var id = (await world.Runtime.Start("both", []))!.State.Id;

        await world.Pass(TimeSpan.FromHours(2));
        Assert.Equal("Faulted", world.Read(database => database.Instances.Find(id)!.SubStatus));
        await world.Runtime.Record(transaction => { transaction.Database.Add(new Note { Id = "new", Text = "New" }); });
        await world.Runtime.Deliver(id, new Stimulus.Retry());
        await world.Pass(TimeSpan.Zero);

        Assert.Equal("Finished", world.Read(database => database.Instances.Find(id)!.SubStatus));
    }

    [StoreFact]
    public async Task A_burst_is_two_rows_and_says_what_it_read()
    {
        await world.Runtime.Record(transaction => { transaction.Database.Add(new Note { Id = "read", Text = "Read" }); });
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "copy", "name": "Copy", "root": { "id": "write", "type": "Notes.WriteNote", "version": 1,
              "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getRecord('Note', 'read').text + ' again'" } } } }
            """)!, publish: true);
        var id = (await world.Runtime.Start("copy", []))!.State.Id;

        var document = BurstDocument.Read(world.Read(database => database.Bursts.Single(row => row.InstanceId == id && row.Sequence == 1).Document));

        Assert.Contains(document.Reads!, read => read.Kind == "Note" && read.Id == "read");
        Assert.IsType<Stimulus.Start>(document.Stimulus);
        Assert.Contains(document.Commands!, command => command["text"]?.ToString() == "Read again");
    }

    [StoreFact]
    public async Task What_nobody_carries_out_is_an_incident_and_never_vanishes()
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "nobody", "name": "Nobody", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } },
              { "id": "ask", "type": "Notes.AskNobody", "version": 1 } ] } }
            """)!, publish: true);
        var id = (await world.Runtime.Start("nobody", []))!.State.Id;

        await world.Runtime.Trigger("go", null, id, null);

        Assert.Equal("Faulted", world.Read(database => database.Instances.Find(id)!.SubStatus));
    }
}

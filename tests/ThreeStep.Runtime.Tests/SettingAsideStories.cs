using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Tests;

namespace ThreeStep.Runtime.Tests;

/// <summary>What cannot be carried out waits for a person, with its reason; time and everything else go on.</summary>
public abstract class SettingAsideStories(NoteWorld world) : IAsyncLifetime
{
    readonly NoteWorld world = world;

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    async Task StartWaiting(params string[] ids)
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "later", "name": "Later", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "wait", "type": "Elsa.Delay", "version": 1,
                  "timeSpan": { "typeName": "String", "expression": { "type": "Literal", "value": "01:00:00" } } },
              { "id": "note", "type": "Notes.WriteNote", "version": 1,
                  "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getCorrelationId()" } } } ] } }
            """)!, publish: true);
        foreach (var id in ids) await world.Runtime.Start("later", [], correlationId: id, instanceId: id);
    }

    Task Overwrite(string id, string document) => world.Runtime.Record(transaction =>
    {
        transaction.Database.Instances.Where(row => row.Id == id)
            .ExecuteUpdate(row => row.SetProperty(instance => instance.Document, Encoding.UTF8.GetBytes(document)));
    });

    string DocumentOf(string id) => InstanceDocument.Text(world.Read(database => database.Instances.Single(row => row.Id == id).Document));

    List<StimulusRow> SetAside() => world.Read(database => SettingAside.Rows(database).ToList());

    [StoreFact]
    public async Task A_timer_of_an_instance_that_cannot_be_read_is_set_aside_and_the_others_fire()
    {
        await StartWaiting("bad", "good");
        await Overwrite("bad", "{ this is no document");

        await world.Pass(TimeSpan.FromHours(2));

        Assert.Equal(["good"], world.Notes());
        var row = Assert.Single(SetAside());
        Assert.Contains("cannot be read", $"{row.LastError}", StringComparison.Ordinal);
        Assert.NotNull(row.FailedAt);
    }

    [StoreFact]
    public async Task After_the_cause_is_mended_it_is_tried_again()
    {
        await StartWaiting("bad");
        var document = DocumentOf("bad");
        await Overwrite("bad", "{ this is no document");
        await world.Pass(TimeSpan.FromHours(2));
        await Overwrite("bad", document);

        Assert.True(await world.Runtime.Write(transaction => SettingAside.Retry(transaction, SetAside()[0].Id, "admin")));

        Assert.Equal(["bad"], world.Notes());
        Assert.Empty(SetAside());
        Assert.Equal(WorkflowAudit.StimulusReplayed, world.Read(database => database.Audit.Single(line => line.UserId == "admin").Action));
    }

    [StoreFact]
    public async Task What_a_newer_server_wrote_is_set_aside_and_says_so()
    {
        await StartWaiting("newer");
        await Overwrite("newer", DocumentOf("newer").Replace("\"format\":1", "\"format\":99", StringComparison.Ordinal));

        await world.Pass(TimeSpan.FromHours(2));

        Assert.Contains("newer version of the server: it is of format 99", $"{Assert.Single(SetAside()).LastError}", StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_stimulus_of_an_unknown_kind_is_set_aside_and_may_be_discarded()
    {
        await StartWaiting();
        await world.Runtime.Record(transaction =>
        {
            transaction.Database.Stimuli.Add(new StimulusRow
            {
                Document = """{ "kind": "OfTheFuture" }""",
                CreatedAt = world.Now
            });
        });
        await world.Runtime.Accept(new QueuedStimulus.StartInstance("next", "later", []));

        await world.Pass(TimeSpan.Zero);

        Assert.Single(world.Instances("later"));
        var row = Assert.Single(SetAside());
        await Assert.ThrowsAsync<UnreadableDocumentException>(() =>
            world.Runtime.Write(transaction => SettingAside.Retry(transaction, row.Id, "admin")));
        Assert.True(await world.Runtime.Record(transaction => SettingAside.Discard(transaction, row.Id, "admin")));
        Assert.Empty(SetAside());
    }

    [StoreFact]
    public async Task A_start_at_its_time_that_fails_is_set_aside_and_the_next_ones_are_not_missed()
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "nightly", "name": "Nightly", "root": { "id": "root", "type": "Elsa.Flowchart", "version": 1, "activities": [
              { "id": "cron", "type": "Elsa.Cron", "version": 1, "canStartWorkflow": true,
                  "cronExpression": { "typeName": "String", "expression": { "type": "Literal", "value": "0 0 18 * * ?" } } },
              { "id": "ask", "type": "Notes.AskNobody", "version": 1 } ],
              "connections": [{ "source": { "activity": "cron", "port": "Done" }, "target": { "activity": "ask", "port": "In" } }] } }
            """)!, publish: true);

        await world.Pass(TimeSpan.FromDays(2));

        Assert.Equal(2, SetAside().Count);
        Assert.All(SetAside(), row => Assert.Contains("NobodysCommand", $"{row.LastError}", StringComparison.Ordinal));
    }
}

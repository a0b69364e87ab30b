using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Tests;

/// <summary>The store cannot be used for a while: that is no refusal. What waits goes on by itself, and nobody is left without an answer.</summary>
public sealed class OutageStories : IAsyncLifetime
{
    readonly NoteWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    StoreHealth Health => world.Service<StoreHealth>();

    async Task<string> StartWaiting()
    {
        await world.Definitions.Save((JsonObject)JsonNode.Parse("""
            { "definitionId": "wait", "name": "Wait", "root": { "id": "root", "type": "Elsa.Sequence", "version": 1, "activities": [
              { "id": "wait", "type": "Elsa.Event", "version": 1,
                  "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go" } } },
              { "id": "note", "type": "Notes.WriteNote", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript",
                "value": "getRecord('Note', 'known').text + ' again'" } } } ] } }
            """)!, publish: true);
        await world.Runtime.Record(transaction => { transaction.Database.Add(new Note { Id = "known", Text = "Known" }); });
        return (await world.Runtime.Start("wait", []))!.State.Id;
    }

    Task<string> Write(string text) => world.Runtime.Record(transaction =>
    {
        transaction.Database.Add(new Note { Id = text, Text = text });
        return text;
    });

    Task Pass(Task until) => world.PassUntil(until);

    SqliteTransaction Lock()
    {
        var connection = new SqliteConnection($"Data Source={world.Store.Name};Pooling=False");
        connection.Open();
        return connection.BeginTransaction(deferred: false);
    }

    static void Unlock(SqliteTransaction held)
    {
        var connection = held.Connection!;
        held.Rollback();
        held.Dispose();
        connection.Dispose();
    }

    void OnWriter(string pragma)
    {
        using var command = world.Writer.CreateCommand();
        command.CommandText = pragma;
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task A_lock_of_somebody_else_faults_no_instance_and_what_waits_goes_on_by_itself()
    {
        var id = await StartWaiting();
        await world.Runtime.Accept(new QueuedStimulus.PublishEvent("go", null, null, null), new QueuedStimulus.StartInstance("second", "wait", []));
        var held = Lock();
        var work = world.Service<StimulusWorker>().DrainAsync(CancellationToken.None);

        var refused = Write("refused");
        await Pass(refused);
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);
        Assert.Equal(UnavailableReason.Locked, error.Reason);
        Assert.Equal(UnavailableReason.Locked, Health.Outage?.Reason);
        Assert.False(work.IsCompleted);

        Unlock(held);
        await Pass(work);

        Assert.Equal(["Known", "Known again"], world.Notes());
        Assert.Equal("Finished", world.Read(database => database.Instances.Find(id)!.SubStatus));
        Assert.Equal("Suspended", world.Read(database => database.Instances.Find("second")!.SubStatus));
        Assert.Equal(0, world.Read(database => database.Stimuli.Count()));
        Assert.Null(Health.Outage);
        Assert.Equal([LogLevel.Error, LogLevel.Warning], world.Log.Collector.GetSnapshot().Select(line => line.Level));
    }

    [Theory]
    [InlineData("PRAGMA query_only = 1", "PRAGMA query_only = 0", UnavailableReason.ReadOnly)]
    [InlineData("PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000", UnavailableReason.Full)]
    public async Task A_full_disk_and_a_read_only_file_are_waited_for(string begin, string end, UnavailableReason reason)
    {
        OnWriter(begin);
        var large = new string('x', 100_000);

        var refused = Write(large);
        await Pass(refused);
        Assert.Equal(reason, (await Assert.ThrowsAsync<StoreUnavailableException>(() => refused)).Reason);
        OnWriter(end);
        var written = Write("written");
        await Pass(written);

        Assert.Equal(["written"], world.Notes());
        Assert.Null(Health.Outage);
    }

    [Fact]
    public async Task An_outage_ends_by_itself_also_where_nothing_waits_to_be_written()
    {
        OnWriter("PRAGMA query_only = 1");
        var refused = Write("refused");
        await Pass(refused);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);

        OnWriter("PRAGMA query_only = 0");
        await Until(() => Health.Outage is null);

        Assert.Empty(world.Notes());
    }

    [Fact]
    public async Task An_idle_server_notices_by_itself_that_it_cannot_write_and_that_it_can_again()
    {
        await Write("before");
        OnWriter("PRAGMA query_only = 1");

        Health.LookAfterQuiet();
        Assert.Null(Health.Outage);
        world.RealTime.Advance(TimeSpan.FromSeconds(31));
        Health.LookAfterQuiet();
        await Until(() => Health.Outage?.Reason == UnavailableReason.ReadOnly);

        OnWriter("PRAGMA query_only = 0");
        await Until(() => Health.Outage is null);
        Assert.Equal(["before"], world.Notes());
    }

    async Task Until(Func<bool> condition)
    {
        var isSo = new TaskCompletionSource();
        using var look = new Timer(_ => { if (condition()) isSo.TrySetResult(); }, null, 0, 10);
        await Pass(isSo.Task);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_now_is_no_incident()
    {
        var id = await StartWaiting();
        world.Reader.Failure = new SqliteException("database is locked", 5);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Runtime.Trigger("go", null, id, null));
        Assert.Equal("Suspended", world.Read(database => database.Instances.Find(id)!.SubStatus));
        world.Reader.Failure = null;
        await world.Runtime.Trigger("go", null, id, null);

        Assert.Equal(["Known", "Known again"], world.Notes());
    }

    [Theory]
    [InlineData(5, UnavailableReason.Locked)]
    [InlineData(6, UnavailableReason.Locked)]
    [InlineData(8, UnavailableReason.ReadOnly)]
    [InlineData(10, UnavailableReason.InputOutput)]
    [InlineData(13, UnavailableReason.Full)]
    [InlineData(14, UnavailableReason.CannotOpen)]
    [InlineData(1, null)]
    [InlineData(19, null)]
    public void What_passes_is_told_from_what_is_refused_wherever_it_stands_in_the_chain_of_causes(int code, UnavailableReason? reason)
    {
        var error = new SqliteException("text", code);

        Assert.Equal(reason, Unavailability.Of(error));
        Assert.Equal(reason, Unavailability.Of(new InvalidOperationException("outer", new InvalidOperationException("middle", error))));
    }
}

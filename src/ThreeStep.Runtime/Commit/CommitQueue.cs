using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Telemetry;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Commit;

/// <summary>
/// The one writer of the database. What is ready together shares one transaction (group commit); a caller hears of its commit only after
/// it is on the disk. Each request is written whole or not at all, whatever becomes of the others in its group.
/// A caller that finds nobody writing writes by itself, which spares two changes of threads; what comes meanwhile is left to the queue's thread.
/// </summary>
sealed class CommitQueue : IDisposable
{
    const int GroupLimit = 256;
    /// <summary>What is written to see whether the store works, or works again, when nothing else waits to be.</summary>
    const string ProbeSetting = "probe";

    readonly ConcurrentQueue<CommitRequest> requests = new();
    readonly SemaphoreSlim left = new(0);
    readonly ProcessStore store;
    readonly ProcessClock clock;
    readonly IIdSource ids;
    readonly CommandHandlers handlers;
    readonly StoreHealth health;
    readonly ILogger log;
    readonly Thread thread;
    DbConnection connection;
    EngineWriter writer;
    ProcessDatabase database;
    Unheard? unheard;
    int writing;
    volatile bool isStopping;

    /// <summary>A group of which nobody knows yet whether it stands: the connection broke while it was being committed.</summary>
    sealed record Unheard(List<CommitRequest> Group, CommitResult?[] Results, string Mark);

    public CommitQueue(ProcessStore store, ProcessClock clock, IIdSource ids, CommandHandlers handlers, StoreHealth health, ILogger<CommitQueue> log)
    {
        (this.store, this.clock, this.ids, this.handlers, this.health, this.log) = (store, clock, ids, handlers, health, log);
        (connection, writer, database) = Open();
        thread = new Thread(WriteWhatIsLeft) { IsBackground = true, Name = "commit" };
        thread.Start();
        health.TryAgain += Wake;
    }

    (DbConnection, EngineWriter, ProcessDatabase) Open()
    {
        var opened = store.OpenForWriting();
        return (opened, store.WriterOn(opened), store.On(opened));
    }

    /// <summary>A server that went away has taken the connection with it.</summary>
    void Reopen()
    {
        if (connection.State == ConnectionState.Open) return;
        database.Dispose();
        writer.Dispose();
        connection.Dispose();
        (connection, writer, database) = Open();
    }

    /// <summary>Raised by whoever wrote, one at a time, with what was committed. Listeners must be quick and never throw.</summary>
    public event Action<CommitRequest, CommitResult>? Committed;

    /// <summary>Changes records in a transaction of their own.</summary>
    /// <returns>What the change made, after it is on the disk.</returns>
    public async Task<T> Write<T>(Func<Transaction, T> change)
    {
        var made = default(T)!;
        await Commit(new CommitRequest { Change = transaction => made = change(transaction) });
        return made;
    }

    /// <summary>
    /// Writes it. While the store cannot be used it waits; a caller whom somebody waits for is told after a while that nothing was written
    /// (<see cref="StoreUnavailableException"/>), what is <see cref="CommitRequest.InBatch"/> waits as long as it takes.
    /// </summary>
    public Task<CommitResult> Commit(CommitRequest request)
    {
        if (isStopping) return Task.FromException<CommitResult>(new StoreUnavailableException(UnavailableReason.Stopping));
        // What can be done beforehand keeps nobody waiting for the one who writes.
        try { request.Prepare(); }
        catch (Exception error) { return Task.FromException<CommitResult>(error); }
        requests.Enqueue(request);
        if (health.Outage is not null) request.LimitPatience(health);
        if (request.InBatch) left.Release();
        else TryWriteGroup();
        return request.Completion.Task;
    }

    /// <summary>
    /// Writes one group, unless somebody is writing: that one looks at the queue once more when it is done, so nothing is forgotten.
    /// </summary>
    void TryWriteGroup()
    {
        if (health.IsPausing || Interlocked.CompareExchange(ref writing, 1, 0) != 0) return;
        try
        {
            if (unheard is not null && !Hear()) return;
            // In an outage one at a time, so that one that does not fit a full disk does not keep the others waiting.
            var limit = health.Outage is null ? GroupLimit : 1;
            var group = new List<CommitRequest>();
            while (group.Count < limit && requests.TryDequeue(out var request))
                if (request.TryBegin()) group.Add(request);
            if (group.Count > 0 || health.Outage is not null || health.IsUnsure) CommitGroup(group);
        }
        finally
        {
            Volatile.Write(ref writing, 0);
            Interlocked.MemoryBarrier();
            if (!requests.IsEmpty) Wake();
        }
    }

    void Wake()
    {
        try { left.Release(); }
        catch (ObjectDisposedException) { /* The server has stopped meanwhile. */ }
    }

    void WriteWhatIsLeft()
    {
        while (!isStopping || (!requests.IsEmpty && health.Outage is null))
        {
            left.Wait();
            TryWriteGroup();
        }
    }

    void CommitGroup(List<CommitRequest> group)
    {
        var results = new CommitResult?[group.Count];
        var isEnding = false;
        try
        {
            Reopen();
            using var transaction = writer.Begin();
            database.Database.UseTransaction(transaction);
            if (group.Exists(request => request.HasRules)) writer.BeforeRules();
            var areTogether = WriteTogether(group.FindAll(request => request.IsPlain));
            for (var index = 0; index < group.Count; index++)
            {
                if (areTogether && group[index].IsPlain)
                {
                    results[index] = CommitResult.Nothing(CommitOutcome.Committed);
                    continue;
                }
                // A request that fails takes nothing of the others with it.
                try
                {
                    var result = Write(group[index]);
                    if (result.Outcome != CommitOutcome.Committed) writer.Undo();
                    results[index] = result;
                }
                catch (Exception error) when (ReasonOf(error) is null && !store.IsCollision(error))
                {
                    writer.Undo();
                    group[index].Completion.TrySetException(error);
                }
            }
            database.Database.UseTransaction(null);
            if (clock.IsSimulated) writer.SaveSetting(ProcessClock.SettingKey, clock.ToSetting());
            if (group.Count == 0) writer.SaveSetting(ProbeSetting, $"{clock.GetUtcNow():O}");
            if (store.IsShared && TidingsOf(results) is { } tidings) writer.Tell(tidings);
            isEnding = true;
            transaction.Commit();
            health.Worked();
        }
        catch (Exception error) when (ReasonOf(error) is { } reason)
        {
            Leave();
            if (isEnding && group.Count > 0 && writer.Mark is { } mark) unheard = new(group, results, mark);
            else PutBack(group);
            WaitForStore(reason);
            return;
        }
        catch (Exception error) when (store.IsCollision(error))
        {
            Leave();
            PutBack(group);
            return;
        }
        catch (Exception error)
        {
            Leave();
            log.LogError(error, "A group of {Count} commits failed and was rolled back", group.Count);
            foreach (var request in group) request.Completion.TrySetException(error);
            return;
        }
        Tell(group, results);
    }

    /// <summary>Whatever fails on a connection that is gone fails because of that.</summary>
    UnavailableReason? ReasonOf(Exception error) =>
        Unavailability.Of(error) ?? (connection.State == ConnectionState.Open ? null : UnavailableReason.Unreachable);

    string? TidingsOf(CommitResult?[] results)
    {
        var committed = results.OfType<CommitResult>().Where(result => result.Outcome == CommitOutcome.Committed).ToList();
        return Tidings.Of(store.Node, committed.Exists(result => result.Queued.Count > 0), committed.SelectMany(result => result.Records), database);
    }

    /// <summary>The transaction is over for the context, too, however it ended.</summary>
    void Leave()
    {
        try { database.Database.UseTransaction(null); }
        catch (Exception error) when (error is InvalidOperationException or DbException) { /* Its connection is closed, and it goes with it. */ }
    }

    /// <summary>Asks the store what became of the group whose end was not heard.</summary>
    /// <returns>False where it cannot be asked yet.</returns>
    bool Hear()
    {
        var (group, results, mark) = unheard!;
        try
        {
            Reopen();
            var stands = writer.Stands(mark);
            unheard = null;
            health.Worked();
            if (stands) Tell(group, results);
            else PutBack(group);
            return true;
        }
        catch (Exception error) when (ReasonOf(error) is { } reason)
        {
            WaitForStore(reason);
            return false;
        }
    }

    void Tell(List<CommitRequest> group, CommitResult?[] results)
    {
        var lines = new StringBuilder();
        if (group.Count > 0) ProcessTelemetry.Grouped(group.Count);
        for (var index = 0; index < group.Count; index++)
            if (results[index] is { Outcome: CommitOutcome.Committed } result)
            {
                ProcessTelemetry.Committed(group[index].AllBursts(), group[index].Since);
                foreach (var burst in group[index].AllBursts())
                    foreach (var command in burst.Commands)
                        if (command is WriteLineCommand line) lines.AppendLine(line.Text);
                Notify(group[index], result);
            }
        if (lines.Length > 0) Console.Out.Write(lines.ToString());
        for (var index = 0; index < group.Count; index++)
            if (results[index] is { } result) group[index].Completion.TrySetResult(result);
    }

    /// <summary>Nothing of the group was written. All of it waits, behind what came meanwhile: requests that wait together have no order.</summary>
    void PutBack(List<CommitRequest> group)
    {
        foreach (var request in group)
        {
            if (request.Completion.Task.IsCompleted) continue;
            requests.Enqueue(request);
            request.PutBack();
        }
    }

    void WaitForStore(UnavailableReason reason)
    {
        health.Failed(reason);
        foreach (var request in requests) request.LimitPatience(health);
    }

    void Notify(CommitRequest request, CommitResult result)
    {
        try { Committed?.Invoke(request, result); }
        catch (Exception error) { log.LogError(error, "A listener to commits failed"); }
    }

    /// <summary>Where a statement is a journey, what writes nothing but rows shares one, as long as none is in another's way.</summary>
    /// <returns>False where each must be written by itself.</returns>
    bool WriteTogether(List<CommitRequest> plain)
    {
        if (!store.IsShared || plain.Count < 2) return false;
        try
        {
            if (writer.Write(plain.SelectMany(request => request.Rows)) == CommitOutcome.Committed) return true;
        }
        catch (Exception error) when (ReasonOf(error) is null && !store.IsCollision(error)) { /* It is told to the one that it comes from. */ }
        writer.Undo();
        return false;
    }

    CommitResult Write(CommitRequest request)
    {
        if (writer.Write(request.Rows) is var outcome and not CommitOutcome.Committed) return CommitResult.Nothing(outcome);
        var now = clock.GetUtcNow();
        var queued = new List<(long, QueuedStimulus)>();
        void Queue(QueuedStimulus stimulus)
        {
            if (request.TraceParent is { } trace) stimulus = stimulus with { TraceParent = trace };
            queued.Add((writer.QueueStimulus(stimulus.ToDocument(), now), stimulus));
        }

        foreach (var stimulus in request.Stimuli) Queue(stimulus);
        return new(CommitOutcome.Committed, queued,
            CarryOut(request, new Transaction(database, now, ids, Queue, row => writer.AddToOutbox(row, request.TraceParent))));
    }

    /// <returns>The records that were added, changed or removed.</returns>
    IReadOnlyList<object> CarryOut(CommitRequest request, Transaction transaction)
    {
        if (!request.HasRules) return [];
        // Nothing of an earlier request may be seen or saved again.
        database.ChangeTracker.Clear();
        var changed = new HashSet<object>(ReferenceEqualityComparer.Instance);
        database.SavingChanges += Note;
        try
        {
            request.Change?.Invoke(transaction);
            foreach (var burst in request.AllBursts())
                foreach (var command in burst.Commands) handlers.CarryOut(transaction, command, burst.State);
            foreach (var burst in request.AllBursts().Where(BurstAudit.IsRemarkable))
            {
                BurstAudit.Write(transaction, burst);
                if (BurstAudit.IsInterruption(burst)) handlers.OnInterruption?.Invoke(transaction, burst);
            }
            database.SaveChanges();
        }
        finally { database.SavingChanges -= Note; }
        return [.. changed];

        // A change may save in between, where its rules read the database.
        void Note(object? sender, SavingChangesEventArgs saving) => changed.UnionWith(
            database.ChangeTracker.Entries().Where(entry => entry.State != EntityState.Unchanged).Select(entry => entry.Entity));
    }

    /// <summary>Writes what is still queued, then closes.</summary>
    public void Dispose()
    {
        isStopping = true;
        health.TryAgain -= Wake;
        left.Release();
        thread.Join(TimeSpan.FromSeconds(20));
        foreach (var request in requests.Concat(unheard?.Group ?? []))
            request.Completion.TrySetException(new StoreUnavailableException(UnavailableReason.Stopping));
        database.Dispose();
        writer.Dispose();
        connection.Dispose();
        left.Dispose();
    }
}

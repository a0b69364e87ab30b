using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Telemetry;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime;

/// <summary>
/// The way of the data, top to bottom: a stimulus comes in, the instance is loaded, the burst runs, everything it leads to is committed
/// at once, and only then is the caller answered.
/// </summary>
public sealed class WorkflowRuntime
{
    const int Lanes = 1024;
    /// <summary>A burst that is overtaken this often is given up with an incident.</summary>
    const int StaleLimit = 5;

    readonly EngineReader reader;
    readonly CommitQueue commits;
    readonly CompiledDefinitions definitions;
    readonly DefinitionTriggers triggers;
    readonly IRecordReader records;
    readonly TimeProvider clock;
    readonly IIdSource ids;
    readonly StoreHealth health;
    readonly Backlog backlog;
    readonly ILogger<WorkflowRuntime> log;
    readonly ConcurrentDictionary<long, Lazy<Task>> carrying = new();
    readonly SemaphoreSlim[] lanes = Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1)).ToArray();

    internal WorkflowRuntime(EngineReader reader, CommitQueue commits, CompiledDefinitions definitions, DefinitionTriggers triggers,
        IRecordReader records, TimeProvider clock, IIdSource ids, Intake intake, Backlog backlog, StoreHealth health,
        ILogger<WorkflowRuntime> log)
    {
        (this.reader, this.commits, this.definitions, this.records, this.clock) = (reader, commits, definitions, records, clock);
        (this.triggers, this.ids, Intake, this.backlog, this.health, this.log) = (triggers, ids, intake, backlog, health, log);
        commits.Committed += (_, result) => { if (result.Records.Count > 0) RecordsChanged?.Invoke(result.Records); };
    }

    public CompiledDefinitions Definitions => definitions;

    /// <summary>Whether work is taken up, and how to pause that.</summary>
    public Intake Intake { get; }

    /// <summary>Raised after a burst is on the disk, for the burst and each of its children. Listeners must be quick and never throw.</summary>
    public event Action<BurstResult>? BurstCommitted;

    /// <summary>
    /// Raised after domain records were added, changed or removed, whoever did it. Listeners must be quick and never throw, and only read.
    /// </summary>
    public event Action<IReadOnlyList<object>>? RecordsChanged;

    /// <summary>Raised when others may have changed records of which nobody has told.</summary>
    internal event Action? MoreChanged;

    internal void TellOfMore() => MoreChanged?.Invoke();

    /// <summary>Another node has changed them.</summary>
    internal void Tell(IReadOnlyList<object> records)
    {
        if (records.Count > 0) RecordsChanged?.Invoke(records);
    }

    /// <summary>Starts an instance and runs its first burst.</summary>
    /// <returns>The committed burst, or null when there is no such published definition or the instance id is taken.</returns>
    /// <exception cref="IntakeClosedException">The runtime is paused.</exception>
    public Task<BurstResult?> Start(string definitionId, Dictionary<string, JsonNode?> input, string? correlationId = null,
        string? instanceId = null) =>
        Start(new QueuedStimulus.StartInstance(instanceId ?? ids.Next(), definitionId, input, correlationId));

    /// <inheritdoc cref="Start(string, Dictionary{string, JsonNode?}, string?, string?)"/>
    public Task<BurstResult?> Start(QueuedStimulus.StartInstance start)
    {
        Intake.Require();
        return Start(start, null, null);
    }

    /// <summary>
    /// Moves an instance on; null when the stimulus no longer fits it. Two stimuli for one instance never run at once.
    /// </summary>
    public Task<BurstResult?> Deliver(string instanceId, Stimulus stimulus) => Deliver(instanceId, stimulus, null);

    /// <summary>Changes an instance by hand, and notes beside it, in the same transaction, what it was before.</summary>
    /// <param name="onlyAt">Null, or the version (<see cref="InstanceRow.RowVersion"/>) that it must still have.</param>
    /// <param name="note">Given the instance as it was; carried out with the commit or not at all.</param>
    /// <returns>The committed burst; null when there is no such instance, or it has moved on.</returns>
    public Task<BurstResult?> Alter(string instanceId, Stimulus.Alter alter, long? onlyAt, Action<Transaction, AlteredInstance> note) =>
        Deliver(instanceId, alter, null, inBatch: true, new(onlyAt, note));

    /// <summary>What a change by hand would make of an instance; nothing of it is kept. Null when there is no such instance.</summary>
    public AlteredInstance? Preview(string instanceId, Stimulus.Alter alter)
    {
        if (reader.LoadInstance(instanceId) is not var (version, state)) return null;
        if (definitions.FindVersion(state.DefinitionVersionId) is not { } workflow) return null;
        var before = InstanceDocument.Write(state);
        return Run(environment => Burst.Continue(workflow, state, alter, environment)) is { } burst ? new(version, before, burst) : null;
    }

    /// <summary>Publishes an event and waits until everything it wakes or starts has had its burst.</summary>
    /// <exception cref="IntakeClosedException">The runtime is paused.</exception>
    public async Task Trigger(string eventName, string? correlationId, string? instanceId, JsonNode? payload)
    {
        Intake.Require();
        var bursts = new List<Task>();
        foreach (var target in Targets(new QueuedStimulus.PublishEvent(eventName, correlationId, instanceId, payload)))
            bursts.Add(target is QueuedStimulus.Deliver deliver ? Deliver(deliver.InstanceId, deliver.Stimulus, null)
                : Start((QueuedStimulus.StartInstance)target, null, null));
        await Task.WhenAll(bursts);
    }

    /// <summary>Accepts stimuli: they are on the disk when this returns, and are carried out soon after, whatever happens to the process.</summary>
    /// <exception cref="BacklogException">Too much of that waits already.</exception>
    public async Task Accept(params IReadOnlyList<QueuedStimulus> stimuli)
    {
        backlog.Require();
        await commits.Commit(new CommitRequest { Stimuli = stimuli });
    }

    /// <summary>
    /// Changes records and accepts the stimuli that the change queues, in one transaction; then carries those out before it returns.
    /// </summary>
    /// <returns>What the change made.</returns>
    public async Task<T> Write<T>(Func<Transaction, T> change)
    {
        var made = default(T)!;
        var result = await commits.Commit(new CommitRequest { Change = transaction => made = change(transaction) });
        foreach (var (id, stimulus) in result.Queued)
            if (!await CarryWithPatience(id, stimulus)) break;
        return made;
    }

    /// <summary>
    /// Carries out what a change has queued, for a caller who waits. The change itself is on the disk, and so is what it queued: where the store is
    /// away, or it cannot be read, the caller is answered and the worker sees to the rest.
    /// </summary>
    /// <returns>False when the store is away.</returns>
    async Task<bool> CarryWithPatience(long id, QueuedStimulus stimulus)
    {
        var carried = Carry(id, stimulus);
        while (true)
        {
            try
            {
                await carried.WaitAsync(StoreHealth.Patience);
                return true;
            }
            catch (TimeoutException) when (health.Outage is null) { /* It is only slow. */ }
            catch (TimeoutException) { return false; }
            catch (Exception error) when (Unavailability.Of(error) is not null) { return false; }
            catch (UnreadableDocumentException) { return true; }
        }
    }

    /// <summary>Changes records and accepts the stimuli that the change queues; those are carried out soon after.</summary>
    /// <returns>What the change made.</returns>
    public Task<T> Record<T>(Func<Transaction, T> change) => commits.Write(change);

    /// <inheritdoc cref="Record{T}"/>
    public Task Record(Action<Transaction> change) => commits.Commit(new CommitRequest { Change = change });

    /// <summary>Carries out a queued stimulus; it is gone with the commit, or was carried out by somebody else before.</summary>
    /// <param name="inBatch">One of many that are carried out at once, see <see cref="CommitRequest.InBatch"/>.</param>
    internal async Task Carry(long id, QueuedStimulus stimulus, bool inBatch = false)
    {
        if (!Intake.IsOpen) return;
        // The caller who queued it and the worker may come at the same time: both wait for one and the same attempt.
        var attempt = carrying.GetOrAdd(id, _ => new Lazy<Task>(() => CarryOut(id, stimulus, inBatch)));
        try { await attempt.Value; }
        finally { carrying.TryRemove(id, out _); }
    }

    async Task CarryOut(long id, QueuedStimulus stimulus, bool inBatch)
    {
        using var span = ProcessTelemetry.CarryOut(stimulus.TraceParent);
        switch (stimulus)
        {
            case QueuedStimulus.StartInstance start:
                if (await Start(start, id, null, inBatch) is null) await Consume(id);
                break;
            case QueuedStimulus.Deliver deliver:
                if (await Deliver(deliver.InstanceId, deliver.Stimulus, id, inBatch) is null) await Consume(id);
                break;
            case QueuedStimulus.PublishEvent published:
                // One event may reach many instances: each gets a queued stimulus of its own, in the transaction that ends the event's.
                var result = await commits.Commit(new CommitRequest
                {
                    ConsumedStimulusId = id,
                    Stimuli = Targets(published).ToList(),
                    InBatch = inBatch
                });
                foreach (var (targetId, target) in result.Queued) await Carry(targetId, target, inBatch);
                break;
        }
    }

    /// <summary>Starts an instance because its trigger's time has come, and moves the trigger to its next time with the same commit.</summary>
    internal async Task Fire(DueTrigger trigger)
    {
        var start = new QueuedStimulus.StartInstance(ids.Next(), trigger.DefinitionId, [], TriggerNodeId: trigger.NodeId);
        DateTimeOffset? next = null;
        try
        {
            next = triggers.NextTime(trigger);
            await Start(start, null, (trigger, next), inBatch: true);
        }
        catch (Exception error) when (IsForAPerson(error))
        {
            log.LogError(error, "The start of {DefinitionId} at its time cannot be carried out and is set aside", trigger.DefinitionId);
            await Behind(transaction => SettingAside.Start(transaction, trigger, start, next, error));
        }
    }

    /// <summary>
    /// A timer's time has come. A row that no instance answers to, say of a definition that was deleted, must not come up for ever.
    /// </summary>
    internal async Task FireTimer(string bookmarkId, string instanceId, DateTimeOffset dueAt)
    {
        ProcessTelemetry.Fired(clock.GetUtcNow() - dueAt);
        try
        {
            if (await Deliver(instanceId, new Stimulus.TimerDue(bookmarkId), null, inBatch: true) is null) await DropBookmark(bookmarkId);
        }
        catch (Exception error) when (IsForAPerson(error))
        {
            log.LogError(error, "A timer of instance {InstanceId} cannot be carried out and is set aside", instanceId);
            await Behind(transaction => SettingAside.Timer(transaction, bookmarkId, instanceId, error));
        }
    }

    /// <summary>Another try would fail alike, and everything else would wait for it: it is set aside until a person has looked at it.</summary>
    static bool IsForAPerson(Exception error) => Unavailability.Of(error) is null && error is not OperationCanceledException;

    /// <summary>Changes records while nobody waits for an answer.</summary>
    Task Behind(Action<Transaction> change) => commits.Commit(new CommitRequest { Change = change, InBatch = true });

    Task DropBookmark(string id) => Behind(transaction =>
    {
        if (transaction.Database.Bookmarks.Find(id) is { } row) transaction.Database.Bookmarks.Remove(row);
    });

    Task Consume(long id) => commits.Commit(new CommitRequest { ConsumedStimulusId = id });

    IEnumerable<QueuedStimulus> Targets(QueuedStimulus.PublishEvent published)
    {
        var hash = Event.HashOf(published.Name);
        foreach (var (bookmarkId, instanceId) in reader.FindBookmarks(hash, published.CorrelationId, published.InstanceId))
            yield return new QueuedStimulus.Deliver(instanceId, new Stimulus.EventReceived(bookmarkId, published.Name, published.Payload));
        if (published.InstanceId is not null) yield break;
        var input = published.Payload is JsonObject values ? values.ToDictionary(value => value.Key, value => value.Value?.DeepClone()) : [];
        foreach (var trigger in reader.FindTriggers(hash))
            yield return new QueuedStimulus.StartInstance(ids.Next(), trigger.DefinitionId, input, published.CorrelationId,
                TriggerNodeId: trigger.NodeId, TriggerPayload: published.Payload);
    }

    async Task<BurstResult?> Start(QueuedStimulus.StartInstance start, long? stimulusId, (DueTrigger, DateTimeOffset?)? movedTrigger,
        bool inBatch = false)
    {
        var workflow = start.VersionId is { } versionId ? definitions.FindVersion(versionId) : definitions.FindPublished(start.DefinitionId);
        if (workflow is null)
        {
            log.LogWarning("Instance {InstanceId} was not started: there is no published workflow {DefinitionId}", start.InstanceId,
                start.DefinitionId);
            return null;
        }
        using var scope = log.BeginScope(new Dictionary<string, object> { ["InstanceId"] = start.InstanceId });
        using var span = ProcessTelemetry.Burst(workflow.Definition.DefinitionId, start.InstanceId, null);
        var since = Stopwatch.GetTimestamp();
        Intake.Enter();
        try
        {
            for (var stale = 0; ;)
            {
                var burst = Run(environment => Burst.Start(workflow, start.InstanceId,
                    new Stimulus.Start(start.Input, start.TriggerNodeId, start.TriggerPayload, start.Variables),
                    environment, start.CorrelationId, start.Name, start.ParentInstanceId, start.ParentBookmarkId));
                CommitResult result;
                try
                {
                    using var wait = ProcessTelemetry.Commit();
                    result = await commits.Commit(
                        new CommitRequest { Burst = burst, ConsumedStimulusId = stimulusId, MovedTrigger = movedTrigger, InBatch = inBatch });
                }
                catch (StaleBurstException) when (++stale < StaleLimit) { continue; }
                if (result.Outcome != CommitOutcome.Committed) return null;
                ProcessTelemetry.Moved(start.DefinitionId, since);
                Tell(burst);
                return burst;
            }
        }
        finally { Intake.Leave(); }
    }

    /// <summary>What goes with a change by hand.</summary>
    sealed record Alongside(long? OnlyAt, Action<Transaction, AlteredInstance> Note);

    async Task<BurstResult?> Deliver(string instanceId, Stimulus stimulus, long? stimulusId, bool inBatch = false, Alongside? alongside = null)
    {
        var lane = lanes[(uint)instanceId.GetHashCode(StringComparison.Ordinal) % Lanes];
        var since = Stopwatch.GetTimestamp();
        await Enter(lane, inBatch);
        Intake.Enter();
        try
        {
            using var scope = log.BeginScope(new Dictionary<string, object> { ["InstanceId"] = instanceId });
            for (var stale = 0; ;)
            {
                if (reader.LoadInstance(instanceId) is not var (version, state)) return null;
                if (alongside?.OnlyAt is { } only && only != version) return null;
                var before = alongside is null ? [] : InstanceDocument.Write(state);
                if (definitions.FindVersion(state.DefinitionVersionId) is not { } workflow)
                {
                    log.LogError("The workflow definition version {DefinitionVersionId} of instance {InstanceId} is gone", state.DefinitionVersionId,
                        instanceId);
                    return null;
                }
                using var span = ProcessTelemetry.Burst(state.DefinitionId, instanceId, stimulus);
                if (Run(environment => Burst.Continue(workflow, state, stimulus, environment)) is not { } burst) return null;
                CommitResult result;
                try
                {
                    using var wait = ProcessTelemetry.Commit();
                    result = await commits.Commit(new CommitRequest
                    {
                        Burst = burst,
                        ExpectedVersion = version,
                        ConsumedStimulusId = stimulusId,
                        Change = alongside is null ? null : transaction => alongside.Note(transaction, new(version, before, burst)),
                        InBatch = inBatch
                    });
                }
                catch (StaleBurstException) when (++stale < StaleLimit) { continue; }
                catch (Exception error) when (stimulus is not Stimulus.Abandon && burst.Commands.Count > 0 && Unavailability.Of(error) is null)
                {
                    // What the burst asks for cannot be written. Trying for ever would hang the instance; an incident can be seen and retried.
                    log.LogError(error, "A burst of instance {InstanceId} could not be committed", instanceId);
                    stimulus = new Stimulus.Abandon(Refusal(error), stimulus);
                    continue;
                }
                if (result.Outcome == CommitOutcome.LostRace) continue;
                if (result.Outcome == CommitOutcome.AlreadyDone) return null;
                ProcessTelemetry.Moved(burst.State.DefinitionId, since);
                Tell(burst);
                return burst;
            }
        }
        finally
        {
            Intake.Leave();
            lane.Release();
        }
    }

    /// <exception cref="StoreUnavailableException">What is in the lane waits for the store, and so would this.</exception>
    async Task Enter(SemaphoreSlim lane, bool inBatch)
    {
        if (inBatch)
        {
            await lane.WaitAsync();
            return;
        }
        while (!await lane.WaitAsync(StoreHealth.Patience))
            if (health.Outage is { } outage) throw new StoreUnavailableException(outage.Reason);
    }

    void Tell(BurstResult burst)
    {
        LogIncidents(burst);
        foreach (var told in CommitRequest.Flatten(burst)) BurstCommitted?.Invoke(told);
    }

    /// <exception cref="StoreUnavailableException">A record could not be read; what the burst made of that is thrown away.</exception>
    T Run<T>(Func<BurstEnvironment, T> burst)
    {
        var read = new WatchedRecords(records);
        var result = burst(new(clock.GetUtcNow(), ids, read, definitions));
        read.Require();
        return result;
    }

    static Message Refusal(Exception error)
    {
        if (WordedException.Of(error) is { } words) return $"What the workflow asked for could not be carried out: {words}";
        return "What the workflow asked for could not be carried out. The server's log says why.";
    }

    void LogIncidents(BurstResult burst)
    {
        foreach (var error in CommitRequest.Flatten(burst).SelectMany(told => told.Unforeseen))
            log.LogError(error, "A step of instance {InstanceId} failed in a way that nobody foresaw", burst.State.Id);
        foreach (var incident in burst.State.Incidents.Where(incident => incident.At == burst.Now))
            log.LogWarning("Incident in {DefinitionId} at {NodeId}: {IncidentMessage}", burst.State.DefinitionId, incident.NodeId, incident.Message);
    }
}

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Replays;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Replays;

/// <summary>How far a replay is.</summary>
readonly record struct ReplayProgress(int Done, int Cases);

/// <summary>Carries replays out, one after the other, beside everything else. One that a stop of the server has interrupted begins anew.</summary>
sealed class ReplayWorker(ProcessStore store, NodeBeat node, OrderRecords records, ReplayRun run, WorkflowRuntime runtime, TimeProvider clock,
    ILogger<ReplayWorker> log) : BackgroundService
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim bell = new(0);
    readonly ManualResetEventSlim gate = new(true);
    readonly ConcurrentDictionary<string, ReplayProgress> progress = new();
    volatile string? current;
    volatile CancellationTokenSource? cancelling;

    /// <summary>Raised when one is further, on any thread. Listeners must be quick.</summary>
    public event Action<string>? Moved;

    public ReplayProgress? ProgressOf(string id) => progress.TryGetValue(id, out var known) ? known : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        runtime.RecordsChanged += Notice;
        try
        {
            for (var isFirst = true; ;)
            {
                try
                {
                    if (!node.IsLeader)
                    {
                        // Another node does it, and this one after that.
                        isFirst = true;
                        await bell.WaitAsync(Patience, stoppingToken);
                        continue;
                    }
                    if (isFirst) await BeginAnew();
                    isFirst = false;
                    if (await Next(stoppingToken) is { } replay) await Do(replay, stoppingToken);
                    else await bell.WaitAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    // Say the disk is full: it is looked at again later.
                    log.LogError(error, "Replays could not be looked after");
                    await bell.WaitAsync(Patience, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        finally { runtime.RecordsChanged -= Notice; }
    }

    Task BeginAnew() => records.Record(Actor.Server, change =>
        change.Database.Replays.Where(replay => replay.Status == ReplayStatus.Running).ToList()
            .ConvertAll(replay => replay.Status = ReplayStatus.Waiting));

    async Task<Replay?> Next(CancellationToken token)
    {
        await using var database = store.Query();
        return await database.Replays.Where(replay => replay.Status == ReplayStatus.Waiting).OrderBy(replay => replay.AskedAt)
            .ThenBy(replay => replay.Id)
            .FirstOrDefaultAsync(token);
    }

    /// <summary>Called on the committing thread: it only sets what the work looks at.</summary>
    void Notice(IReadOnlyList<object> changed)
    {
        foreach (var replay in changed.OfType<Replay>())
        {
            if (replay.Id == current)
            {
                if (replay.Status == ReplayStatus.Paused) gate.Reset();
                else gate.Set();
                if (replay.Status == ReplayStatus.Cancelled) cancelling?.Cancel();
            }
            else if (replay.Status == ReplayStatus.Waiting) bell.Release();
        }
    }

    async Task Do(Replay replay, CancellationToken stopping)
    {
        using var cancel = cancelling = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        (current, progress[replay.Id]) = (replay.Id, default);
        gate.Set();
        try
        {
            if (!await Enter(replay.Id)) return;
            var report = await Task.Factory.StartNew(() => run.Run(replay.DefinitionId, replay.Input, run.TriedBy(replay), replay.Until,
                (done, cases) => Note(replay.Id, done, cases, cancel.Token), cancel.Token), cancel.Token, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            await End(replay.Id, row =>
            {
                (row.Status, row.Cases, row.Report) = (ReplayStatus.Done, report.Cases, Replay.Pack(report));
            });
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested) { /* Whoever cancelled it has written so. */ }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The replay {ReplayId} could not be carried out", replay.Id);
            var words = WordedException.Of(error) ?? "It could not be carried out. The server's log says why.";
            await End(replay.Id, row => (row.Status, row.Failure) = (ReplayStatus.Failed, words));
        }
        finally
        {
            (current, cancelling) = (null, null);
            progress.TryRemove(replay.Id, out _);
            Moved?.Invoke(replay.Id);
        }
    }

    /// <returns>False when it was paused or cancelled meanwhile.</returns>
    Task<bool> Enter(string id) => records.Record(Actor.Server, change =>
    {
        if (change.Database.Replays.Find(id) is not { Status: ReplayStatus.Waiting } row) return false;
        row.Status = ReplayStatus.Running;
        return true;
    });

    Task<bool> End(string id, Action<Replay> end) => records.Record(Actor.Server, change =>
    {
        if (change.Database.Replays.Find(id) is not { EndedAt: null } row) return false;
        end(row);
        row.EndedAt = clock.GetUtcNow();
        return true;
    });

    void Note(string id, int done, int cases, CancellationToken token)
    {
        progress[id] = new(done, cases);
        Moved?.Invoke(id);
        gate.Wait(token);
    }

    public override void Dispose()
    {
        base.Dispose();
        bell.Dispose();
        gate.Dispose();
    }
}

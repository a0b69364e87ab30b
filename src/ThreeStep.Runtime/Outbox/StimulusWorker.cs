using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Outbox;

/// <summary>
/// Carries out queued stimuli in order, from the table: what a crash left behind, what another process put there, what bursts asked for. A server
/// has it running; a command that starts workflows drains it by itself.
/// </summary>
public sealed class StimulusWorker : BackgroundService
{
    const int Batch = 256;
    const int InFlight = 32;

    readonly EngineReader reader;
    readonly WorkflowRuntime runtime;
    readonly CommitQueue commits;
    readonly StoreHealth health;
    readonly ILogger<StimulusWorker> log;
    readonly SemaphoreSlim wake = new(1, 1);

    internal StimulusWorker(EngineReader reader, WorkflowRuntime runtime, CommitQueue commits, StoreHealth health, ILogger<StimulusWorker> log)
    {
        (this.reader, this.runtime, this.commits, this.health, this.log) = (reader, runtime, commits, health, log);
        commits.Committed += (_, result) =>
        {
            if (result.Queued.Count > 0) Wake();
        };
        runtime.Intake.Opened += Wake;
    }

    internal void Wake()
    {
        try { wake.Release(); }
        catch (SemaphoreFullException) { }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await wake.WaitAsync(stoppingToken);
                await health.UntilDone(() => DrainAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) { return; }
            catch (Exception error) { log.LogError(error, "Queued stimuli could not be read"); }
        }
    }

    /// <summary>Carries out everything that is queued now, and what that leads to.</summary>
    public async Task DrainAsync(CancellationToken stopping)
    {
        var after = 0L;
        while (runtime.Intake.IsOpen && reader.TakeStimuli(after, Batch) is { Count: > 0 } waiting)
        {
            using var places = new SemaphoreSlim(InFlight, InFlight);
            var running = new List<Task>();
            try
            {
                foreach (var (id, document) in waiting)
                {
                    await places.WaitAsync(stopping);
                    running.Add(CarryOne(id, document, places, stopping));
                    after = id;
                }
            }
            finally
            {
                // What has begun comes to its end also when the server stops: nothing is taken away from under it.
                await Task.WhenAll(running);
            }
        }
    }

    async Task CarryOne(long id, string document, SemaphoreSlim places, CancellationToken stopping)
    {
        try
        {
            var stimulus = QueuedStimulus.FromDocument(document);
            await health.UntilDone(() => runtime.Carry(id, stimulus, inBatch: true), stopping);
        }
        catch (Exception error) when (Unavailability.Of(error) is null && error is not OperationCanceledException)
        {
            log.LogError(error, "Queued stimulus {StimulusId} cannot be carried out and is set aside", id);
            await commits.Commit(new CommitRequest { InBatch = true, Change = transaction => SettingAside.Stimulus(transaction, id, error) });
        }
        finally
        {
            places.Release();
        }
    }
}

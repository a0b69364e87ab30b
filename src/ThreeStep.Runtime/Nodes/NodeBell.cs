using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Nodes;

/// <summary>
/// Hears what other nodes have committed, as soon as they have. A bell only: what it misses while the connection is away is looked for afterwards.
/// </summary>
sealed class NodeBell(ProcessStore store, WorkflowRuntime runtime, CompiledDefinitions definitions, StimulusWorker stimuli,
    SharedPause pause, ILogger<NodeBell> log) : BackgroundService
{
    static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!store.IsShared) return;
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
            try { await store.Listen(LookAgain, Hear, stoppingToken); }
            catch (OperationCanceledException) { return; }
            catch (Exception error)
            {
                if (Unavailability.Of(error) is null) log.LogError(error, "What other nodes tell could not be heard");
                await Task.Delay(PauseAfterFailure, TimeProvider.System, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
    }

    void LookAgain()
    {
        pause.Follow();
        definitions.ForgetAll();
        stimuli.Wake();
        runtime.TellOfMore();
    }

    void Hear(string text)
    {
        if (Tidings.Read(text) is not { } tidings || tidings.Node == store.Node) return;
        if (tidings.HasStimuli) stimuli.Wake();
        if (tidings.HasMore) LookAgain();
        if (tidings.Records.Count == 0) return;
        using var database = store.Query();
        var records = tidings.Load(database);
        if (records.Any(SharedPause.Is)) pause.Follow();
        if (records.OfType<DefinitionRow>().Any()) definitions.ForgetAll();
        runtime.Tell(records);
    }
}

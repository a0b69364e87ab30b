using Quartz;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Time;

/// <summary>
/// Quartz's beat, every second: whatever was missed or left by another process is looked at again: timers, queued stimuli, undelivered messages,
/// published definitions, and whether the store can still be written to.
/// </summary>
[DisallowConcurrentExecution]
sealed class HeartbeatJob(
    TimerPump timers, StimulusWorker stimuli, OutboxDispatcher outbox, CompiledDefinitions definitions, StoreHealth health) : IJob
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        timers.Wake();
        stimuli.Wake();
        health.LookAfterQuiet();
        try
        {
            outbox.EnqueueWaiting();
            definitions.Refresh();
        }
        catch (Exception error) when (Unavailability.Of(error) is { } reason)
        {
            // The next beat is the next try.
            health.Failed(reason);
        }
        return ValueTask.CompletedTask;
    }
}

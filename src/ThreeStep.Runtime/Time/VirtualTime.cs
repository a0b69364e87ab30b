using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Time;

/// <summary>
/// Plays the process through on a standing clock: queued stimuli and due timers, each at its own moment and in order, as fast as the
/// machine can. Used to give the demo company a past, and by tests.
/// </summary>
public sealed class VirtualTime
{
    readonly TimerPump timers;
    readonly StimulusWorker stimuli;
    readonly EngineReader reader;
    readonly ProcessClock clock;

    internal VirtualTime(TimerPump timers, StimulusWorker stimuli, EngineReader reader, ProcessClock clock) =>
        (this.timers, this.stimuli, this.reader, this.clock) = (timers, stimuli, reader, clock);

    /// <summary>Whether chores are done as well; a past that is played through leaves them to the server that then starts.</summary>
    public bool WithChores { get; set; } = true;

    /// <summary>Carries out everything up to a moment (UTC); the clock stands there afterwards.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more; the clock stands where it had come to.</exception>
    public async Task RunUntil(DateTimeOffset moment, CancellationToken token = default)
    {
        await stimuli.DrainAsync(token);
        while ((WithChores ? timers.NextDue() : reader.NextDue()) is { } due && due <= moment)
        {
            token.ThrowIfCancellationRequested();
            clock.MoveTo(due);
            if (!await timers.FireDue(token) && WithChores) await timers.DoChores(token);
            await stimuli.DrainAsync(token);
        }
        clock.MoveTo(moment);
    }
}

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
    public async Task RunUntil(DateTimeOffset moment)
    {
        await stimuli.DrainAsync(CancellationToken.None);
        while ((WithChores ? timers.NextDue() : reader.NextDue()) is { } due && due <= moment)
        {
            clock.MoveTo(due);
            if (!await timers.FireDue(CancellationToken.None) && WithChores) await timers.DoChores(CancellationToken.None);
            await stimuli.DrainAsync(CancellationToken.None);
        }
        clock.MoveTo(moment);
    }
}

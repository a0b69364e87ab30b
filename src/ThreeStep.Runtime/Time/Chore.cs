namespace ThreeStep.Runtime.Time;

/// <summary>
/// Work of the product that comes due at times of its own, beside the timers of workflows: done on the same clock, one at a time, and only when
/// everything that was due before is done and all it led to. So what an outage has left behind is there at once when a chore looks.
/// </summary>
public abstract class Chore
{
    /// <summary>
    /// The next time (UTC) at which there is something to do; null while there is nothing. Asked often: it looks, and does nothing.
    /// </summary>
    public abstract DateTimeOffset? NextDue { get; }

    /// <summary>Does what is due now. What cannot be done stays due.</summary>
    public abstract Task Do(CancellationToken stopping);

    /// <summary>Something may have come up that nobody has told: it looks as it does after a start.</summary>
    public virtual void LookAgain() { }

    /// <summary>Raised when something has come up that may be due before <see cref="NextDue"/> as it was.</summary>
    internal event Action<DateTimeOffset>? Earlier;

    protected void Tell(DateTimeOffset due) => Earlier?.Invoke(due);
}

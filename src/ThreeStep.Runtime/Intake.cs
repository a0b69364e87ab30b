namespace ThreeStep.Runtime;

/// <summary>
/// Whether the runtime takes up work. While it does not, timers and queued stimuli stay in the database and lose nothing but time; what is
/// under way is finished. A restart begins open.
/// </summary>
public sealed class Intake(TimeProvider clock)
{
    readonly Lock change = new();
    int active;

    /// <summary>Raised when work is taken up again.</summary>
    public event Action? Opened;

    public IntakeState State { get; private set; } = new(IntakeReason.None);

    /// <summary>The life of this process; another one after each restart.</summary>
    public string Generation { get; } = Guid.NewGuid().ToString("N");

    public bool IsOpen => State.Reason == IntakeReason.None;

    /// <summary>Bursts under way.</summary>
    public int Active => Volatile.Read(ref active);

    public void Pause(string? why, string? by)
    {
        lock (change) if (IsOpen) State = new IntakeState(IntakeReason.AdministrativePause, clock.GetUtcNow(), why, by);
    }

    /// <summary>False after a drain: then only a restart opens again.</summary>
    public bool Resume(string? by)
    {
        lock (change)
        {
            if (State.Reason == IntakeReason.Drain) return false;
            State = new IntakeState(IntakeReason.None, By: by);
        }
        Opened?.Invoke();
        return true;
    }

    /// <summary>Takes up nothing more until a restart, say before the server is moved.</summary>
    public void Drain(string? why, string? by)
    {
        lock (change) State = new IntakeState(IntakeReason.Drain, clock.GetUtcNow(), why, by);
    }

    /// <exception cref="IntakeClosedException">No work is taken up now.</exception>
    public void Require()
    {
        if (!IsOpen) throw new IntakeClosedException();
    }

    internal void Enter() => Interlocked.Increment(ref active);

    internal void Leave() => Interlocked.Decrement(ref active);
}

/// <param name="Since">UTC.</param>
public sealed record IntakeState(IntakeReason Reason, DateTimeOffset? Since = null, string? Why = null, string? By = null);

/// <summary>In Elsa's words.</summary>
public enum IntakeReason { None, AdministrativePause, Drain }

public sealed class IntakeClosedException() : Exception("The workflow runtime is paused: it takes up no new work. Nothing that waits is lost.");

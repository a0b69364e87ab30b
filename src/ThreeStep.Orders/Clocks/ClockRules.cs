namespace ThreeStep.Orders.Clocks;

/// <summary>Where a clock stands. Pure.</summary>
public static class ClockRules
{
    /// <summary>Four fifths of the time are over; the second reminder of an approval comes then, too (RULES, "Approvals").</summary>
    public const double UsualWarnShare = 0.8;

    /// <param name="now">UTC.</param>
    /// <param name="isPaused">Whether one of its pauses is running.</param>
    public static ClockState State(SlaClock clock, DateTimeOffset now, bool isPaused)
    {
        if (clock.IsWithdrawn) return ClockState.Withdrawn;
        if (clock.EndedAt is { } end) return end <= clock.DueAt ? ClockState.Met : ClockState.Missed;
        if (now > clock.DueAt) return ClockState.Missed;
        if (isPaused) return ClockState.Paused;
        return now >= clock.WarnAt ? ClockState.Warning : ClockState.Running;
    }
}

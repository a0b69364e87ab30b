using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Service;

/// <summary>A workflow starts a clock at a case.</summary>
public sealed record StartClockCommand(SlaClock Clock) : Command;

/// <summary>A running clock is watched again, by another wait.</summary>
public sealed record RebindClockCommand(string ClockId, string BookmarkId) : Command;

/// <summary>Nobody watches the clock any more.</summary>
public sealed record WithdrawClockCommand(string ClockId) : Command;

/// <summary>The greater part of a clock's time is over: whose case it is, is told.</summary>
public sealed record WarnOfClockCommand(string ClockId) : Command;

/// <summary>What workflows do with clocks.</summary>
static class ClockCommands
{
    public static void Start(Change change, SlaClock clock)
    {
        SlaClocks.Start(change, clock);
        // What is reached already ends it at once.
        if (clock.CaseId is { } id && change.Database.Cases.Find(id) is { } item) CaseClocks.Follow(change, item, clock);
    }

    /// <exception cref="StaleBurstException">It has ended since it was read.</exception>
    public static void Rebind(Change change, RebindClockCommand command)
    {
        if (change.Database.Clocks.Find(command.ClockId) is not { EndedAt: null } clock)
            throw new StaleBurstException("The clock has ended since it was read.");
        clock.BookmarkId = command.BookmarkId;
    }

    public static void Withdraw(Change change, WithdrawClockCommand command) =>
        SlaClocks.Withdraw(change, change.Database.Clocks.Find(command.ClockId));

    public static void Warn(Change change, WarnOfClockCommand command)
    {
        if (change.Database.Clocks.Find(command.ClockId) is not { EndedAt: null, CaseId: { } caseId } clock) return;
        if (change.Database.Cases.Find(caseId)?.OwnerId is { } owner)
            Notice.Add(change, owner, NoticeKind.TimeRunsOut, clock.Name, null, Addresses.Case(caseId));
    }
}

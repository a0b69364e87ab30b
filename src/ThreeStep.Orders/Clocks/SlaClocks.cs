using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Clocks;

/// <summary>Clocks begin, are counted, and end.</summary>
public static class SlaClocks
{
    /// <summary>A clock begins. Where its case or deal is paused already, it stands still from the beginning.</summary>
    internal static void Start(Change change, SlaClock clock)
    {
        Count(change, clock);
        change.Database.Clocks.Add(clock);
        // The workflow counted its waits before it could know of the pause.
        if (clock.InstanceId is { } instance && PausesOf(change.Database, clock).Any(pause => pause.To > change.Now))
            change.Queue(new QueuedStimulus.Deliver(instance, new Stimulus.Recount()));
    }

    /// <summary>What the clock stands for is reached. One that has ended already stays as it is.</summary>
    internal static void End(Change change, SlaClock? clock)
    {
        if (clock is not { EndedAt: null }) return;
        clock.EndedAt = change.Now;
        if (clock is { InstanceId: { } instance, BookmarkId: { } bookmark })
            change.Queue(new QueuedStimulus.Deliver(instance,
                new Stimulus.TaskCompleted(bookmark, new JsonObject { ["isMet"] = clock.EndedAt <= clock.DueAt })));
    }

    /// <summary>Nobody waits for it any more. One that has ended already stays as it is.</summary>
    internal static void Withdraw(Change change, SlaClock? clock)
    {
        if (clock is { EndedAt: null }) (clock.EndedAt, clock.IsWithdrawn) = (change.Now, true);
    }

    /// <summary>Counts when a clock is due, and when it is time to warn, by the calendars and pauses of now.</summary>
    internal static void Count(Change change, SlaClock clock)
    {
        var pauses = PausesOf(change.Database, clock).Select(pause => pause.Time).ToList();
        var calendar = change.Calendars.Of(clock.Counted.Calendar, change.Database);
        (clock.DueAt, clock.WarnAt) = (calendar.When(clock.Counted, pauses), calendar.When(clock.Warning, pauses));
    }

    /// <summary>When a counted time is over: by its calendar, and without the pauses of its clock. UTC.</summary>
    public static DateTimeOffset When(WorkingTime counted, WorkingCalendar calendar, ProcessDatabase database) =>
        calendar.When(counted, counted.Clock is null ? null : PausesOf(database, counted.Clock));

    /// <summary>When a clock stood still; none where there is no such clock.</summary>
    public static IReadOnlyList<Pause> PausesOf(ProcessDatabase database, string clockId) =>
        database.Clocks.Find(clockId) is { } clock ? PausesOf(database, clock).ConvertAll(pause => pause.Time) : [];

    /// <summary>The pause that is running, the longest of them; null while the clock runs.</summary>
    public static ClockPause? RunningPause(ProcessDatabase database, SlaClock clock, DateTimeOffset now) =>
        PausesOf(database, clock).Where(pause => pause.IsRunning(now)).MaxBy(pause => pause.To);

    /// <summary>All pauses that a clock has had and has, in their order.</summary>
    public static List<ClockPause> PausesOf(ProcessDatabase database, SlaClock clock) =>
        database.ClockPauses.Where(pause => pause.ClockId == clock.Id || (clock.CaseId != null && pause.CaseId == clock.CaseId)
            || (clock.DealId != null && pause.DealId == clock.DealId)).OrderBy(pause => pause.From).ToList();
}

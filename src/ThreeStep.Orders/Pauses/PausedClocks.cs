using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Pauses;

/// <summary>What follows when a pause begins or ends: clocks, tasks, approvals and the waits of workflows are due at another time.</summary>
static class PausedClocks
{
    /// <summary>The running clocks of a case and its tasks, or of a deal's tasks. Tracked.</summary>
    public static List<SlaClock> Of(Change change, string? caseId, string? dealId) => change.Database.Clocks.AsTracking()
        .Where(clock => clock.EndedAt == null && ((caseId != null && clock.CaseId == caseId) || (dealId != null && clock.DealId == dealId))).ToList();

    public static List<SlaClock> Of(Change change, ClockPause pause) =>
        pause.ClockId is { } id ? [change.Database.Clocks.Find(id)!] : Of(change, pause.CaseId, pause.DealId);

    /// <summary>Counts anew what is still to come. What was due before stays as it was.</summary>
    public static void Follow(Change change, IReadOnlyList<SlaClock> clocks)
    {
        // What is counted is read from the database: the pause must be there.
        change.Database.SaveChanges();
        foreach (var clock in clocks.Where(clock => clock.EndedAt is null && clock.DueAt > change.Now))
        {
            SlaClocks.Count(change, clock);
            if (change.Database.Tasks.Find(clock.Id) is { Status: WorkTaskStatus.Open } task) TaskCommands.Follow(change, task, clock);
            if (change.Database.Approvals.Find(clock.Id) is { Status: ApprovalStatus.Pending } request) request.DueAt = clock.DueAt;
            if (clock.InstanceId is { } instance) change.Queue(new QueuedStimulus.Deliver(instance, new Stimulus.Recount()));
        }
    }
}

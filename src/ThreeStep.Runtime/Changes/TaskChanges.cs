using System.Text.Json.Nodes;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Runtime.Changes;

/// <summary>What people do to tasks, and what their workflows must hear of it.</summary>
public static class TaskChanges
{
    /// <param name="outcome">Done or Skipped.</param>
    /// <param name="now">UTC.</param>
    public static IEnumerable<QueuedStimulus> Answer(WorkTask task, WorkTaskStatus outcome, string? note, string? byUserId, DateTimeOffset now)
    {
        (task.Status, task.ClosedAt, task.ClosedById, task.Note) = (outcome, now, byUserId, note);
        if (task is not { InstanceId: { } instanceId, BookmarkId: { } bookmarkId }) return [];
        return [new QueuedStimulus.Deliver(instanceId, new Stimulus.TaskCompleted(bookmarkId, new JsonObject { ["outcome"] = outcome.ToString(), ["note"] = note, ["by"] = byUserId }))];
    }
}

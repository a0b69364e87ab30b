using System.Text.Json.Nodes;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tasks;

/// <summary>Somebody answers a task; the workflow that waits for it hears of it.</summary>
public static class AnswerTask
{
    /// <param name="outcome">Done or Skipped.</param>
    /// <param name="byUserId">Who did it.</param>
    public static WorkTask Apply(Change change, string id, WorkTaskStatus outcome, string? note, string? byUserId)
    {
        if (outcome is not (WorkTaskStatus.Done or WorkTaskStatus.Skipped))
            throw RefusalException.Invalid("outcome", "A task is answered with Done or Skipped.");
        note = TextField.Note(note, "note");
        var task = change.OpenTask(id);
        if (task.IsHeld) throw RefusalException.Conflict("This waits for the approval of the deal's terms and comes back with it.", "status");
        (task.Status, task.ClosedAt, task.ClosedById, task.Note) = (outcome, change.Now, byUserId, note);
        SlaClocks.End(change, change.Database.Clocks.Find(id));
        if (task is { InstanceId: { } instanceId, BookmarkId: { } bookmarkId })
            change.Queue(new QueuedStimulus.Deliver(instanceId,
                new Stimulus.TaskCompleted(bookmarkId, new JsonObject { ["outcome"] = outcome.ToString(), ["note"] = note, ["by"] = byUserId })));
        return task;
    }
}

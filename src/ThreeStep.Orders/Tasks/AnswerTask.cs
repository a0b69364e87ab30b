using System.Text.Json.Nodes;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Files;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tasks;

/// <summary>Somebody answers a task; the workflow that waits for it hears of it.</summary>
public static class AnswerTask
{
    /// <param name="outcome">Done or Skipped.</param>
    /// <param name="byUserId">Who did it.</param>
    /// <param name="answers">To the form of the task, by the keys of its fields. A task that is skipped takes none.</param>
    /// <exception cref="RefusalException">It is not theirs, closed or held, or an answer is missing or breaks a rule.</exception>
    public static WorkTask Apply(Change change, string id, WorkTaskStatus outcome, string? note, string? byUserId, JsonObject? answers = null)
    {
        if (outcome is not (WorkTaskStatus.Done or WorkTaskStatus.Skipped))
            throw RefusalException.Invalid("outcome", "A task is answered with Done or Skipped.");
        note = TextField.Note(note, "note");
        var task = change.OpenTask(id);
        if (task.IsHeld) throw RefusalException.Conflict("This waits for the approval of the deal's terms and comes back with it.", "status");
        task.Answers = Taken(change, task, outcome, answers);
        (task.Status, task.ClosedAt, task.ClosedById, task.Note) = (outcome, change.Now, byUserId, note);
        SlaClocks.End(change, change.Database.Clocks.Find(id));
        if (task is { InstanceId: { } instanceId, BookmarkId: { } bookmarkId })
            change.Queue(new QueuedStimulus.Deliver(instanceId,
                new Stimulus.TaskCompleted(bookmarkId, Told(task, byUserId))));
        return task;
    }

    static JsonObject? Taken(Change change, WorkTask task, WorkTaskStatus outcome, JsonObject? answers)
    {
        if (outcome == WorkTaskStatus.Skipped && answers is { Count: > 0 })
            throw RefusalException.Invalid(FormAnswers.Field, "A task that is skipped takes no answers.");
        var taken = outcome == WorkTaskStatus.Skipped ? null : FormAnswers.Take(change, task.Form ?? [], answers, task.Id);
        if (task.Form is null) return null;
        StoreFile.KeepOnly(change, task.Id, FilesIn(task.Form, taken));
        return taken;
    }

    static HashSet<string> FilesIn(IReadOnlyList<TaskField> form, JsonObject? answers) => form.Where(field => field.Kind == TaskFieldKind.File)
        .Select(field => (answers?[field.Key] as JsonObject)?.Text("id")).OfType<string>().ToHashSet();

    static JsonObject Told(WorkTask task, string? byUserId)
    {
        var told = new JsonObject { ["outcome"] = task.Status.ToString(), ["note"] = task.Note, ["by"] = byUserId };
        if (task.Answers is { } answers) told["answers"] = answers.DeepClone();
        return told;
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Invariants;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Store;

/// <summary>What holds between the product's records and the workflows that made them, after any commit.</summary>
public static class OrderInvariants
{
    const string TaskWait = "ThreeStep.AssignTask";
    const string ApprovalWait = "ThreeStep.RequestApproval";

    /// <param name="database">A view of one moment, see <see cref="ProcessStore.Snapshot"/>.</param>
    public static IEnumerable<Breach> Find(ProcessDatabase database) =>
        TasksHaveWaits(database).Concat(ApprovalsHaveWaits(database)).Concat(WaitsHaveRecords(database));

    /// <summary>A task that is overdue has been given up by its workflow and stays for the person; any other is waited for.</summary>
    static IEnumerable<Breach> TasksHaveWaits(ProcessDatabase database)
    {
        var tasks = database.Tasks.Where(task => task.Status == WorkTaskStatus.Open && task.BookmarkId != null && task.InstanceId != null
            && !task.IsOverdue)
            .Select(task => new { task.Id, task.Title, task.InstanceId, task.BookmarkId }).ToList();
        foreach (var task in tasks.Where(task => !IsWaitedFor(database, task.InstanceId!, task.BookmarkId!)))
            yield return new($"tasks {task.Id}", $"“{task.Title}” is open, and its workflow {task.InstanceId} does not wait",
                "Answer it by Not needed: nothing is waiting for the answer.");
    }

    static IEnumerable<Breach> ApprovalsHaveWaits(ProcessDatabase database)
    {
        var active = database.Users.Where(user => user.IsActive).Select(user => user.Id).ToHashSet();
        foreach (var request in database.Approvals.AsNoTracking().Include(request => request.Steps)
            .Where(request => request.Status == ApprovalStatus.Pending).ToList())
        {
            if (!IsWaitedFor(database, request.InstanceId, request.BookmarkId))
                yield return new($"approvals {request.Id}", $"“{request.Title}” is pending, and its workflow {request.InstanceId} does not wait",
                    "Withdraw it, and change the deal's terms once so that the question is asked anew.");
            if (!request.Steps.Exists(step => step.Decision is null && active.Contains(step.ApproverId)))
                yield return new($"approvals {request.Id}", $"nobody can answer “{request.Title}”",
                    "Give it on to somebody who can: POST /api/approvals/ID/transfer.");
        }
    }

    /// <summary>What a workflow waits for is open, or its answer is queued.</summary>
    static IEnumerable<Breach> WaitsHaveRecords(ProcessDatabase database)
    {
        var open = database.Tasks.Where(task => task.Status == WorkTaskStatus.Open && task.BookmarkId != null).Select(task => task.BookmarkId!)
            .Concat(database.Approvals.Where(request => request.Status == ApprovalStatus.Pending).Select(request => request.BookmarkId)).ToHashSet();
        open.UnionWith(EngineInvariants.BookmarksOfStimuli(database));
        var waits = database.Bookmarks.Where(row => row.DueAt == null && (row.Name == TaskWait || row.Name == ApprovalWait)).ToList();
        foreach (var wait in waits.Where(wait => !open.Contains(wait.Id)))
            yield return new($"bookmarks {wait.Id}", $"the workflow {wait.InstanceId} waits at {wait.ActivityId} for an answer nobody is asked for",
                "Run the activity again in Studio, or cancel the instance and start it anew.");
    }

    static bool IsWaitedFor(ProcessDatabase database, string instanceId, string bookmarkId)
    {
        // The document knows: a faulted instance has no rows until its retry.
        if (database.Instances.AsNoTracking().FirstOrDefault(row => row.Id == instanceId) is not { } row) return false;
        try { return InstanceDocument.Read(row.Document).Bookmarks.Exists(wait => wait.Id == bookmarkId); }
        // That is told of the instance itself.
        catch (UnreadableDocumentException) { return true; }
    }
}

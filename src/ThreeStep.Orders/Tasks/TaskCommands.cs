using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tasks;

/// <summary>A workflow gives somebody a task.</summary>
public sealed record CreateTaskCommand(WorkTask Task) : Command;

/// <summary>An open task is waited for again, by another wait and with a new due time (UTC).</summary>
public sealed record RebindTaskCommand(string TaskId, string BookmarkId, DateTimeOffset? DueAt, WorkingTime? Counted = null) : Command;

/// <summary>The task's time is over; it stays open, marked.</summary>
public sealed record MarkTaskOverdueCommand(string TaskId) : Command;

/// <summary>The workflow no longer waits for the task: an open one is withdrawn.</summary>
/// <param name="ByUserId">Who cancelled the workflow; null where it went on by itself.</param>
/// <param name="Why">What they said.</param>
public sealed record WithdrawTaskCommand(string TaskId, string? ByUserId = null, string? Why = null) : Command;

/// <summary>
/// What workflows do to tasks. A task that is closed already stays as it is: a workflow must not stand still because a person was faster.
/// </summary>
static class TaskCommands
{
    /// <param name="assigneeId">Who has it: whom the workflow named, or who took over from them. Where nobody did, whoever is a manager may.</param>
    public static void Create(Change change, WorkTask task, string? assigneeId)
    {
        if (task.AssigneeId is not null && assigneeId is null) task.Role ??= nameof(Role.Manager);
        task.AssigneeId = assigneeId;
        if (task.BookmarkId is null) WithdrawNotices.Former(change, task);
        change.Database.Tasks.Add(task);
    }

    public static void Rebind(Change change, RebindTaskCommand command)
    {
        if (Open(change, command.TaskId) is { } task)
            (task.BookmarkId, task.DueAt, task.Counted) = (command.BookmarkId, command.DueAt, command.Counted);
    }

    public static void MarkOverdue(Change change, MarkTaskOverdueCommand command)
    {
        if (Open(change, command.TaskId) is { } task) task.IsOverdue = true;
    }

    public static void Withdraw(Change change, WithdrawTaskCommand command)
    {
        if (Open(change, command.TaskId) is not { } task) return;
        (task.Status, task.ClosedAt) = (WorkTaskStatus.Withdrawn, change.Now);
        // Whose work it was hears who ended it, and why.
        if (command.ByUserId is { } by && task.AssigneeId is { } assignee && assignee != by)
            Notice.Add(change, assignee, NoticeKind.WorkflowCancelled, task.Title, command.Why, TaskAddress.Of(task));
    }

    static WorkTask? Open(Change change, string id) => change.Database.Tasks.Find(id) is { Status: WorkTaskStatus.Open } task ? task : null;
}

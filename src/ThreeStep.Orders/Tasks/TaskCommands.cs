using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Orders.Tasks;

/// <summary>A workflow gives somebody a task.</summary>
public sealed record CreateTaskCommand(WorkTask Task) : Command;

/// <summary>An open task is waited for again, by another wait and with a new due time (UTC).</summary>
public sealed record RebindTaskCommand(string TaskId, string BookmarkId, DateTimeOffset? DueAt) : Command;

/// <summary>The task's time is over; it stays open, marked.</summary>
public sealed record MarkTaskOverdueCommand(string TaskId) : Command;

/// <summary>The workflow no longer waits for the task: an open one is withdrawn.</summary>
public sealed record WithdrawTaskCommand(string TaskId) : Command;

/// <summary>What workflows do to tasks. A task that is closed already stays as it is: a workflow must not stand still because a person was faster.</summary>
static class TaskCommands
{
    public static void Create(Change change, WorkTask task) => change.Database.Tasks.Add(task);

    public static void Rebind(Change change, RebindTaskCommand command)
    {
        if (Open(change, command.TaskId) is { } task) (task.BookmarkId, task.DueAt) = (command.BookmarkId, command.DueAt);
    }

    public static void MarkOverdue(Change change, MarkTaskOverdueCommand command)
    {
        if (Open(change, command.TaskId) is { } task) task.IsOverdue = true;
    }

    public static void Withdraw(Change change, WithdrawTaskCommand command)
    {
        if (Open(change, command.TaskId) is { } task) (task.Status, task.ClosedAt) = (WorkTaskStatus.Withdrawn, change.Now);
    }

    static WorkTask? Open(Change change, string id) => change.Database.Tasks.Find(id) is { Status: WorkTaskStatus.Open } task ? task : null;
}

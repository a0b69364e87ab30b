using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Files;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tasks;

/// <summary>A workflow gives somebody a task. One that is counted by a clock of its own starts that.</summary>
/// <param name="WarnShare">Which share of its time is over when whoever has it is warned; null: the usual, without a word.</param>
public sealed record CreateTaskCommand(WorkTask Task, double? WarnShare = null) : Command;

/// <summary>An open task is waited for again, by another wait and with a new due time (UTC).</summary>
public sealed record RebindTaskCommand(string TaskId, string BookmarkId, DateTimeOffset? DueAt, WorkingTime? Counted = null) : Command;

/// <summary>The greater part of the task's time is over: whoever has it is told.</summary>
public sealed record WarnOfTaskCommand(string TaskId) : Command;

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
    public static void Create(Change change, WorkTask task, string? assigneeId, double? warnShare = null)
    {
        if (task.AssigneeId is not null && assigneeId is null) task.Role ??= nameof(Role.Manager);
        task.AssigneeId = assigneeId;
        if (task.BookmarkId is null) WithdrawNotices.Former(change, task);
        change.Database.Tasks.Add(task);
        if (task.Counted?.Clock == task.Id) StartClock(change, task, warnShare);
    }

    static void StartClock(Change change, WorkTask task, double? warnShare)
    {
        var clock = new SlaClock
        {
            Id = task.Id,
            Kind = ClockKind.Task,
            Name = task.Title,
            CaseId = task.CaseId,
            DealId = task.DealId,
            Counted = task.Counted!,
            WarnShare = warnShare ?? ClockRules.UsualWarnShare,
            InstanceId = task.InstanceId,
            DefinitionId = task.DefinitionId,
            ActivityId = task.ActivityId,
        };
        SlaClocks.Start(change, clock);
        Follow(change, task, clock);
    }

    /// <summary>The task is due when its clock is, and stands still with it.</summary>
    internal static void Follow(Change change, WorkTask task, SlaClock clock)
    {
        var pause = SlaClocks.RunningPause(change.Database, clock, change.Now);
        (task.DueAt, task.PausedUntil, task.PausedBecause) = (clock.DueAt, pause?.To, pause?.Reason);
    }

    public static void Rebind(Change change, RebindTaskCommand command)
    {
        if (Open(change, command.TaskId) is { } task)
            (task.BookmarkId, task.DueAt, task.Counted) = (command.BookmarkId, command.DueAt, command.Counted);
    }

    public static void Warn(Change change, WarnOfTaskCommand command)
    {
        if (Open(change, command.TaskId) is { AssigneeId: { } assignee } task)
            Notice.Add(change, assignee, NoticeKind.TimeRunsOut, task.Title, null, TaskAddress.Of(task));
    }

    public static void MarkOverdue(Change change, MarkTaskOverdueCommand command)
    {
        if (Open(change, command.TaskId) is { } task) task.IsOverdue = true;
    }

    public static void Withdraw(Change change, WithdrawTaskCommand command)
    {
        if (Open(change, command.TaskId) is not { } task) return;
        (task.Status, task.ClosedAt) = (WorkTaskStatus.Withdrawn, change.Now);
        SlaClocks.Withdraw(change, change.Database.Clocks.Find(task.Id));
        if (task.Form is not null) StoreFile.KeepOnly(change, task.Id, new HashSet<string>());
        // Whose work it was hears who ended it, and why.
        if (command.ByUserId is { } by && task.AssigneeId is { } assignee && assignee != by)
            Notice.Add(change, assignee, NoticeKind.WorkflowCancelled, task.Title, command.Why, TaskAddress.Of(task));
    }

    static WorkTask? Open(Change change, string id) => change.Database.Tasks.Find(id) is { Status: WorkTaskStatus.Open } task ? task : null;
}

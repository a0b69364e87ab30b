using System.Security.Claims;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.Tasks;

/// <summary>Tasks, reminders, calls and escalations: what people have to do, and their answers.</summary>
static class TaskEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("tasks", List).WithTags("Tasks");
        api.MapPost("tasks", Create).WithTags("Tasks");
        api.MapGet("tasks/{id}", Get).WithTags("Tasks");
        api.MapPost("tasks/{id}/complete", Complete).WithTags("Tasks");
        api.MapPost("tasks/{id}/snooze", Snooze).WithTags("Tasks");
        api.MapPost("tasks/{id}/hand-over", HandOver).WithTags("Tasks");
    }

    public sealed record TaskInput(string? Title, string? Description, string? AssigneeId, string? AccountId, string? DealId, DateTimeOffset? DueAt);

    /// <param name="Outcome">Done (unless told) or Skipped.</param>
    /// <param name="ByUserId">On whose behalf the server's key acts; a person always acts for themselves.</param>
    public sealed record TaskAnswer(WorkTaskStatus? Outcome, string? Note, string? ByUserId);

    /// <param name="Until">UTC; when it comes into sight again. Its due time stands.</param>
    public sealed record SnoozeInput(DateTimeOffset? Until);

    public sealed record HandOverInput(string? ToUserId);

    static async Task<Page<WorkTask>> List(
        ClaimsPrincipal caller, DatabaseFile file, string? assigneeId, WorkTaskStatus? status, WorkTaskKind? kind, string? dealId, string? accountId, string? caseId, string? leadId, bool? overdue,
        string? definitionId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Tasks(database);
        if (assigneeId is not null) rows = rows.Where(task => task.AssigneeId == assigneeId);
        if (status is not null) rows = rows.Where(task => task.Status == status);
        if (kind is not null) rows = rows.Where(task => task.Kind == kind);
        if (dealId is not null) rows = rows.Where(task => task.DealId == dealId);
        if (accountId is not null) rows = rows.Where(task => task.AccountId == accountId);
        if (caseId is not null) rows = rows.Where(task => task.CaseId == caseId);
        if (leadId is not null) rows = rows.Where(task => task.LeadId == leadId);
        if (definitionId is not null) rows = rows.Where(task => task.DefinitionId == definitionId);
        if (overdue is not null) rows = rows.Where(task => task.IsOverdue == overdue);
        return await paging.Read(rows.OrderBy(task => task.CreatedAt).ThenBy(task => task.Id));
    }

    static async Task<WorkTask> Get(string id, ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        return RecordAccess.Of(caller, database).Tasks(database).FirstOrDefault(task => task.Id == id) ?? throw ApiException.NotFound("task", id);
    }

    public static async Task<IResult> Create(TaskInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(input.Title)) throw ApiException.Invalid("title", "A title is needed.");
        var task = new WorkTask
        {
            Id = ids.Next(),
            Kind = WorkTaskKind.Task,
            Title = input.Title.Trim(),
            Description = input.Description,
            AssigneeId = input.AssigneeId ?? caller.UserId(),
            AccountId = input.AccountId,
            DealId = input.DealId,
            DueAt = input.DueAt,
            CreatedAt = clock.GetUtcNow(),
        };
        await runtime.Change(database =>
        {
            database.CheckUser(task.AssigneeId, "assigneeId");
            database.CheckAccount(task.AccountId);
            database.CheckDeal(task.DealId);
            database.Tasks.Add(task);
            return [];
        });
        return Results.Created($"/api/tasks/{task.Id}", task);
    }

    /// <summary>Answers a task. The workflow that waits for it has moved on when the answer comes.</summary>
    public static async Task<WorkTask> Complete(string id, TaskAnswer answer, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        var outcome = answer.Outcome ?? WorkTaskStatus.Done;
        if (outcome is not (WorkTaskStatus.Done or WorkTaskStatus.Skipped)) throw ApiException.Invalid("outcome", "A task is answered with Done or Skipped.");
        var by = caller.UserId() ?? answer.ByUserId;
        WorkTask? answered = null;
        await runtime.Change(database =>
        {
            var task = database.Tasks.Find(id) ?? throw ApiException.NotFound("task", id);
            if (!RecordAccess.Of(caller, database).MayAnswer(task)) throw ApiException.Forbidden("This task is somebody else's.");
            if (task.Status != WorkTaskStatus.Open) throw ApiException.Conflict($"The task is not open any more: {task.Status} since {task.ClosedAt:yyyy-MM-dd HH:mm zzz}{(task.ClosedById is { } closer ? $" by {closer}" : "")}.", "status");
            answered = task;
            return TaskChanges.Answer(task, outcome, answer.Note, by, clock.GetUtcNow());
        });
        return answered!;
    }

    /// <summary>Puts a task out of sight for a while.</summary>
    public static Task<WorkTask> Snooze(string id, SnoozeInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock) => Touch(id, caller, runtime, (task, _) =>
    {
        if (input.Until is not { } until || until <= clock.GetUtcNow()) throw ApiException.Invalid("until", "Until when? Give a time to come.");
        task.SnoozedUntil = until;
    });

    /// <summary>Gives a task to somebody else; the workflow waits for whoever answers.</summary>
    public static Task<WorkTask> HandOver(string id, HandOverInput input, ClaimsPrincipal caller, WorkflowRuntime runtime) => Touch(id, caller, runtime, (task, database) =>
    {
        var toUserId = input.ToUserId ?? "";
        database.CheckUser(toUserId, "toUserId");
        (task.AssigneeId, task.SnoozedUntil) = (toUserId, null);
    });

    static async Task<WorkTask> Touch(string id, ClaimsPrincipal caller, WorkflowRuntime runtime, Action<WorkTask, ProcessDatabase> change)
    {
        WorkTask? touched = null;
        await runtime.Change(database =>
        {
            var task = touched = database.Tasks.Find(id) ?? throw ApiException.NotFound("task", id);
            if (!RecordAccess.Of(caller, database).MayAnswer(task)) throw ApiException.Forbidden("This task is somebody else's.");
            if (task.Status != WorkTaskStatus.Open) throw ApiException.Conflict($"The task is not open any more: {task.Status} since {task.ClosedAt:yyyy-MM-dd HH:mm zzz}.", "status");
            change(task, database);
            return [];
        });
        return touched!;
    }
}

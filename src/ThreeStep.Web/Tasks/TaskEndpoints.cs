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
    }

    public sealed record TaskInput(string? Title, string? Description, string? AssigneeId, string? AccountId, string? DealId, DateTimeOffset? DueAt);

    /// <param name="Outcome">Done (unless told) or Skipped.</param>
    /// <param name="ByUserId">On whose behalf the server's key acts; a person always acts for themselves.</param>
    public sealed record TaskAnswer(WorkTaskStatus? Outcome, string? Note, string? ByUserId);

    static async Task<Page<WorkTask>> List(
        ClaimsPrincipal caller, DatabaseFile file, string? assigneeId, WorkTaskStatus? status, WorkTaskKind? kind, string? dealId, string? accountId, string? caseId, string? leadId, bool? overdue,
        string? definitionId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = Seen(database, caller);
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
        return Seen(database, caller).FirstOrDefault(task => task.Id == id) ?? throw ApiException.NotFound("task", id);
    }

    static async Task<IResult> Create(TaskInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
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
            if (task.AssigneeId is not null && database.Users.Find(task.AssigneeId) is null) throw ApiException.Invalid("assigneeId", $"There is no user '{task.AssigneeId}'.");
            database.Tasks.Add(task);
            return [];
        });
        return Results.Created($"/api/tasks/{task.Id}", task);
    }

    /// <summary>Answers a task. The workflow that waits for it has moved on when the answer comes.</summary>
    static async Task<WorkTask> Complete(string id, TaskAnswer answer, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        var outcome = answer.Outcome ?? WorkTaskStatus.Done;
        if (outcome is not (WorkTaskStatus.Done or WorkTaskStatus.Skipped)) throw ApiException.Invalid("outcome", "A task is answered with Done or Skipped.");
        var by = caller.UserId() ?? answer.ByUserId;
        WorkTask? answered = null;
        await runtime.Change(database =>
        {
            var task = database.Tasks.Find(id) ?? throw ApiException.NotFound("task", id);
            if (!MayAnswer(task, caller, database)) throw ApiException.Forbidden("This task is somebody else's.");
            if (task.Status != WorkTaskStatus.Open) throw ApiException.Conflict($"The task is not open any more: {task.Status} since {task.ClosedAt:u}{(task.ClosedById is { } closer ? $" by {closer}" : "")}.", "status");
            answered = task;
            return TaskChanges.Answer(task, outcome, answer.Note, by, clock.GetUtcNow());
        });
        return answered!;
    }

    /// <summary>One's own tasks, those for one's role, and as a manager those of the team.</summary>
    static IQueryable<WorkTask> Seen(ProcessDatabase database, ClaimsPrincipal caller)
    {
        if (RecordAccess.Of(caller, database).Owners is not { } owners) return database.Tasks;
        var role = caller.Is(Role.Manager) ? nameof(Role.Manager) : nameof(Role.Rep);
        return database.Tasks.Where(task => (task.AssigneeId != null && owners.Contains(task.AssigneeId)) || (task.AssigneeId == null && (task.Role == null || task.Role == role)));
    }

    static bool MayAnswer(WorkTask task, ClaimsPrincipal caller, ProcessDatabase database)
    {
        if (caller.UserId() is not { } userId || caller.Is(Role.Admin)) return true;
        if (task.AssigneeId is null) return task.Role is null || caller.IsInRole(task.Role);
        return task.AssigneeId == userId || (caller.Is(Role.Manager) && RecordAccess.Of(caller, database).Allows(task.AssigneeId));
    }
}

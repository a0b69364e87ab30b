using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Files;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Activities;

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
        api.MapPost("tasks/{id}/files", Attach).WithTags("Tasks");
        api.MapGet("tasks/{id}/files/{fileId}", Download).WithTags("Tasks");
        api.MapPost("tasks/{id}/snooze", Snooze).WithTags("Tasks");
        api.MapPost("tasks/{id}/hand-over", HandOver).WithTags("Tasks");
        api.MapPost("tasks/{id}/give-back", GiveBack).WithTags("Tasks");
    }

    /// <param name="Outcome">Done (unless told) or Skipped.</param>
    /// <param name="ByUserId">On whose behalf the server's key acts; a person always acts for themselves.</param>
    /// <param name="Answers">To the task's form, by the keys of its fields: money as {"amount": 5, "currency": "CNY"}, days as 2026-12-31, people,
    /// records and files by their ids.</param>
    public sealed record TaskAnswer(WorkTaskStatus? Outcome, string? Note, string? ByUserId, JsonObject? Answers = null);

    public sealed record FileEntry(string Id, string Name, int Size);

    /// <param name="Until">UTC; when it comes into sight again. Its due time stands.</param>
    public sealed record SnoozeInput(DateTimeOffset? Until);

    public sealed record HandOverInput(string? ToUserId);

    /// <param name="Reason">Why it is not theirs; whoever gets it reads that.</param>
    public sealed record GiveBackInput(string? Reason);

    static async Task<Page<WorkTask>> List(
        ClaimsPrincipal caller, ProcessStore store, string? assigneeId, WorkTaskStatus? status, WorkTaskKind? kind, string? dealId, string? accountId,
            string? caseId, string? leadId, bool? overdue,
        string? definitionId, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Tasks(database);
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

    static async Task<WorkTask> Get(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        return See(id, access, database);
    }

    static WorkTask See(string id, RecordAccess access, ProcessDatabase database) =>
        database.Tasks.FirstOrDefault(task => task.Id == id) is { } task && SeenRecords.SeesTask(access, database, task) ? task
            : throw RefusalException.NotFound("task", id);

    /// <summary>Gives a file to a task that asks for one: the body is its content, the query what it is called; its id is then an answer.</summary>
    static async Task<FileEntry> Attach(string id, string? name, HttpRequest request, ClaimsPrincipal caller, OrderRecords records,
        CancellationToken token)
    {
        var content = await RequestBody.ReadUpTo(request.Body, StoreFile.Largest, token);
        var added = await records.Write(caller.Actor(), change => AttachFile.Apply(change, id, name, content));
        return new(added.Id, added.Name, added.Size);
    }

    /// <summary>Whatever it is, it is saved and not shown: nothing in it runs on our pages.</summary>
    static async Task<IResult> Download(string id, string fileId, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        See(id, await RecordAccess.Read(caller.Actor(), database, token), database);
        var found = await database.Files.FirstOrDefaultAsync(row => row.Id == fileId && row.TaskId == id, token)
            ?? throw RefusalException.NotFound("file", fileId);
        var content = await database.FileContents.FirstAsync(row => row.Id == fileId, token);
        return Results.File(content.Content, "application/octet-stream", found.Name);
    }

    static async Task<IResult> Create(TaskInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var task = await records.Write(caller.Actor(), change => AddTask.Apply(change, input));
        return Results.Created($"/api/tasks/{task.Id}", task);
    }

    /// <summary>Answers a task. The workflow that waits for it has moved on when the answer comes.</summary>
    static Task<WorkTask> Complete(string id, TaskAnswer answer, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change =>
            AnswerTask.Apply(change, id, answer.Outcome ?? WorkTaskStatus.Done, answer.Note, caller.UserId() ?? answer.ByUserId, answer.Answers));

    static Task<WorkTask> Snooze(string id, SnoozeInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => SnoozeTask.Apply(change, id, input.Until));

    static Task<WorkTask> HandOver(string id, HandOverInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => HandOverTask.Apply(change, id, input.ToUserId));

    /// <summary>Says that a task is not one's own: it goes to the manager.</summary>
    static Task<WorkTask> GiveBack(string id, GiveBackInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => GiveBackTask.Apply(change, id, input.Reason));
}

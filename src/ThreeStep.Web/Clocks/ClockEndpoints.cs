using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Pauses;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Clocks;

/// <summary>SLA clocks of tasks, approvals and cases: where they stand, and their pauses.</summary>
static class ClockEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("clocks", List).WithTags("Clocks");
        api.MapGet("clocks/{id}", Get).WithTags("Clocks");
        api.MapPost("tasks/{id}/pause", PauseTask).WithTags("Tasks");
        api.MapPost("tasks/{id}/resume", ResumeTask).WithTags("Tasks");
        api.MapPost("cases/{id}/pause", PauseCase).WithTags("Cases").RequireAuthorization(Policies.Customers);
        api.MapPost("cases/{id}/resume", ResumeCase).WithTags("Cases").RequireAuthorization(Policies.Customers);
        api.MapPost("approvals/{id}/pause", PauseApproval).WithTags("Approvals");
        api.MapPost("approvals/{id}/resume", ResumeApproval).WithTags("Approvals");
    }

    /// <param name="Reason">Who must answer what.</param>
    /// <param name="Until">UTC; an answer ends the pause earlier.</param>
    /// <param name="ByUserId">On whose behalf the server's key acts; a person acts for themselves.</param>
    public sealed record PauseInput(string? Reason, DateTimeOffset? Until, string? ByUserId);

    /// <param name="ByUserId">On whose behalf the server's key acts; a person acts for themselves.</param>
    public sealed record ResumeInput(string? ByUserId);

    /// <summary>A clock, where it stands, and its pauses.</summary>
    public sealed record KnownClock(SlaClock Clock, ClockState State, IReadOnlyList<ClockPause> Pauses);

    static async Task<Page<SlaClock>> List(ClaimsPrincipal caller, ProcessStore store, ClockKind? kind, string? caseId, string? dealId, bool? isOpen,
        string? definitionId, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = Visible(RecordAccess.Of(caller.Actor(), database), database);
        if (kind is not null) rows = rows.Where(clock => clock.Kind == kind);
        if (caseId is not null) rows = rows.Where(clock => clock.CaseId == caseId);
        if (dealId is not null) rows = rows.Where(clock => clock.DealId == dealId);
        if (definitionId is not null) rows = rows.Where(clock => clock.DefinitionId == definitionId);
        if (isOpen is not null) rows = rows.Where(clock => clock.EndedAt == null == isOpen);
        return await paging.Read(rows.OrderBy(clock => clock.DueAt).ThenBy(clock => clock.Id));
    }

    static async Task<KnownClock> Get(string id, ClaimsPrincipal caller, ProcessStore store, TimeProvider time, CancellationToken token)
    {
        await using var database = store.Query();
        var clock = await Visible(RecordAccess.Of(caller.Actor(), database), database).FirstOrDefaultAsync(row => row.Id == id, token)
            ?? throw RefusalException.NotFound("clock", id);
        var (pauses, now) = (SlaClocks.PausesOf(database, clock), time.GetUtcNow());
        return new(clock, ClockRules.State(clock, now, pauses.Exists(pause => pause.From <= now && now < pause.To)), pauses);
    }

    /// <summary>The clocks of what one sees.</summary>
    static IQueryable<SlaClock> Visible(RecordAccess access, ProcessDatabase database)
    {
        if (access.Owners is null) return database.Clocks;
        var (tasks, cases, approvals) = (access.Tasks(database), access.Cases(database), access.Approvals(database));
        return database.Clocks.Where(clock => (clock.Kind == ClockKind.Task && tasks.Any(task => task.Id == clock.Id))
            || (clock.Kind == ClockKind.Case && cases.Any(item => item.Id == clock.CaseId))
            || (clock.Kind == ClockKind.Approval && approvals.Any(request => request.Id == clock.Id)));
    }

    static Task<ClockPause> PauseTask(string id, PauseInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => PauseClock.OfTask(change, id, input.Reason, input.Until));

    static Task<ClockPause> ResumeTask(string id, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ResumeClock.OfTask(change, id));

    static Task<ClockPause> PauseCase(string id, PauseInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => PauseClock.OfCase(change, id, input.Reason, input.Until));

    static Task<ClockPause> ResumeCase(string id, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ResumeClock.OfCase(change, id));

    static Task<ClockPause> PauseApproval(string id, PauseInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => PauseClock.OfApproval(change, id, input.Reason, input.Until, input.ByUserId));

    static Task<ClockPause> ResumeApproval(string id, ResumeInput? input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ResumeClock.OfApproval(change, id, input?.ByUserId));
}

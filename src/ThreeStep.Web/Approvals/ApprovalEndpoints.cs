using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Approvals;

/// <summary>Approvals: what waits for whom, and the answers.</summary>
static class ApprovalEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("approvals", List).WithTags("Approvals");
        api.MapGet("approvals/{id}", Get).WithTags("Approvals");
        api.MapPost("approvals/{id}/decisions", Decide).WithTags("Approvals");
        api.MapPost("approvals/{id}/withdraw", Withdraw).WithTags("Approvals");
        api.MapPost("approvals/{id}/transfer", Transfer).WithTags("Approvals");
    }

    /// <param name="Decision">Approve, Reject or Return.</param>
    /// <param name="ReasonCode">Needed for every no.</param>
    /// <param name="ApproverId">On whose behalf the server's key acts; a person always answers for themselves.</param>
    public sealed record DecisionInput(ApprovalDecision? Decision, string? Comment, string? ReasonCode, string? ApproverId);

    /// <param name="ApproverId">On whose behalf the server's key acts.</param>
    public sealed record TransferInput(string? ToUserId, string? Comment, string? ApproverId);

    public sealed record WithdrawInput(string? Comment, string? ByUserId);

    static async Task<Page<ApprovalRequest>> List(ClaimsPrincipal caller, DatabaseFile file, ApprovalStatus? status, string? approverId, string? dealId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Approvals(database);
        if (status is not null) rows = rows.Where(request => request.Status == status);
        if (approverId is not null) rows = rows.Where(request => request.Steps.Any(step => step.ApproverId == approverId));
        if (dealId is not null) rows = rows.Where(request => request.DealId == dealId);
        return await paging.Read(rows.OrderBy(request => request.CreatedAt).ThenBy(request => request.Id));
    }

    static async Task<ApprovalRequest> Get(string id, ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        return await RecordAccess.Of(caller, database).Approvals(database).FirstOrDefaultAsync(request => request.Id == id) ?? throw ApiException.NotFound("approval", id);
    }

    /// <summary>Answers an approval. Two at once: one wins, the other hears who and when.</summary>
    public static async Task<ApprovalRequest> Decide(string id, DecisionInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, DatabaseFile file, TimeProvider clock)
    {
        var decision = input.Decision ?? throw ApiException.Invalid("decision", "Answer with Approve, Reject or Return.");
        var approverId = caller.UserId() ?? input.ApproverId ?? throw ApiException.Invalid("approverId", "Who answers? With the server's key, give the approverId.");
        if (decision != ApprovalDecision.Approve && string.IsNullOrWhiteSpace(input.ReasonCode)) throw ApiException.Invalid("reasonCode", "Every no needs a reason code.");
        await runtime.Change(database =>
        {
            var request = database.Approvals.Include(item => item.Steps).FirstOrDefault(item => item.Id == id) ?? throw ApiException.NotFound("approval", id);
            var owner = request.DealId is null ? null : database.Deals.Find(request.DealId)?.OwnerId;
            Refuse(request, ApprovalRules.Refusal(request, approverId, owner, id => database.Users.Find(id)?.Name ?? id));
            database.Audit.Add(Audit.Line(caller, AuditAction.ApprovalAnswered, clock.GetUtcNow(), id, decision.ToString()));
            return ApprovalChanges.Decide(request, approverId, decision, input.Comment, input.ReasonCode, clock.GetUtcNow());
        });
        return await Read(id, file);
    }

    /// <summary>The one who asked takes the question back.</summary>
    public static async Task<ApprovalRequest> Withdraw(string id, WithdrawInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, DatabaseFile file, TimeProvider clock)
    {
        var by = caller.UserId() ?? input.ByUserId;
        await runtime.Change(database =>
        {
            var request = database.Approvals.Find(id) ?? throw ApiException.NotFound("approval", id);
            if (caller.UserId() is not null && by != request.RequestedById) throw ApiException.Forbidden("Only the one who asked can take it back.");
            if (request.Status != ApprovalStatus.Pending) throw ApiException.Conflict(ApprovalRules.Closed(request), "status");
            database.Audit.Add(Audit.Line(caller, AuditAction.ApprovalWithdrawn, clock.GetUtcNow(), id));
            return ApprovalChanges.Withdraw(request, input.Comment, by, clock.GetUtcNow());
        });
        return await Read(id, file);
    }

    /// <summary>Somebody who is asked gives the question on to another manager (转审).</summary>
    public static async Task<ApprovalRequest> Transfer(string id, TransferInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, DatabaseFile file, TimeProvider clock)
    {
        var approverId = caller.UserId() ?? input.ApproverId ?? throw ApiException.Invalid("approverId", "Who gives it on? With the server's key, give the approverId.");
        await runtime.Change(database =>
        {
            var request = database.Approvals.Include(item => item.Steps).FirstOrDefault(item => item.Id == id) ?? throw ApiException.NotFound("approval", id);
            var target = database.Users.Find(input.ToUserId ?? "") ?? throw ApiException.Invalid("toUserId", $"There is no user '{input.ToUserId}'.");
            var owner = request.DealId is null ? null : database.Deals.Find(request.DealId)?.OwnerId;
            Refuse(request, ApprovalRules.TransferRefusal(request, approverId, target, owner, person => database.Users.Find(person)?.Name ?? person));
            ApprovalChanges.Transfer(request, approverId, target.Id, input.Comment);
            database.Audit.Add(Audit.Line(caller, AuditAction.ApprovalTransferred, clock.GetUtcNow(), id, target.Id));
            return [];
        });
        return await Read(id, file);
    }

    static void Refuse(ApprovalRequest request, Orders.Texts.Message? refusal)
    {
        if (refusal is not null) throw request.Status == ApprovalStatus.Pending ? ApiException.Forbidden(refusal) : ApiException.Conflict(refusal, "status");
    }

    static async Task<ApprovalRequest> Read(string id, DatabaseFile file)
    {
        await using var database = file.Query();
        return await database.Approvals.Include(request => request.Steps.OrderBy(step => step.Order)).FirstAsync(request => request.Id == id);
    }
}

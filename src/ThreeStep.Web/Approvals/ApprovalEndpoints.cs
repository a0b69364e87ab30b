using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
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

    /// <param name="Comment">Why; those who were asked are told.</param>
    public sealed record WithdrawInput(string? Comment, string? ByUserId);

    static async Task<Page<ApprovalRequest>> List(ClaimsPrincipal caller, DatabaseFile file, ApprovalStatus? status, string? approverId,
        string? dealId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Approvals(database);
        if (status is not null) rows = rows.Where(request => request.Status == status);
        if (approverId is not null) rows = rows.Where(request => request.Steps.Any(step => step.ApproverId == approverId));
        if (dealId is not null) rows = rows.Where(request => request.DealId == dealId);
        return await paging.Read(rows.OrderBy(request => request.CreatedAt).ThenBy(request => request.Id));
    }

    static async Task<ApprovalRequest> Get(string id, ClaimsPrincipal caller, DatabaseFile file, CancellationToken token)
    {
        await using var database = file.Query();
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        return await access.Approvals(database).FirstOrDefaultAsync(request => request.Id == id, token)
            ?? throw RefusalException.NotFound("approval", id);
    }

    /// <summary>Answers an approval. Two at once: one wins, the other hears who and when.</summary>
    static async Task<ApprovalRequest> Decide(string id, DecisionInput input, ClaimsPrincipal caller, OrderRecords records, DatabaseFile file,
        CancellationToken token)
    {
        var decision = input.Decision ?? throw RefusalException.Invalid("decision", "Answer with Approve, Reject or Return.");
        var approverId = caller.UserId() ?? input.ApproverId
            ?? throw RefusalException.Invalid("approverId", "Who answers? With the server's key, give the approverId.");
        await records.Write(caller.Actor(), change => AnswerApproval.Apply(change, id, approverId, decision, input.Comment, input.ReasonCode));
        return await Read(id, file, token);
    }

    static async Task<ApprovalRequest> Withdraw(string id, WithdrawInput input, ClaimsPrincipal caller, OrderRecords records, DatabaseFile file,
        CancellationToken token)
    {
        await records.Write(caller.Actor(), change => WithdrawApproval.Apply(change, id, input.Comment, input.ByUserId));
        return await Read(id, file, token);
    }

    static async Task<ApprovalRequest> Transfer(string id, TransferInput input, ClaimsPrincipal caller, OrderRecords records, DatabaseFile file,
        CancellationToken token)
    {
        var approverId = caller.UserId() ?? input.ApproverId
            ?? throw RefusalException.Invalid("approverId", "Who gives it on? With the server's key, give the approverId.");
        await records.Write(caller.Actor(), change => TransferApproval.Apply(change, id, approverId, input.ToUserId, input.Comment));
        return await Read(id, file, token);
    }

    static async Task<ApprovalRequest> Read(string id, DatabaseFile file, CancellationToken token)
    {
        await using var database = file.Query();
        return await database.Approvals.Include(request => request.Steps.OrderBy(step => step.Order))
            .FirstAsync(request => request.Id == id, token);
    }
}

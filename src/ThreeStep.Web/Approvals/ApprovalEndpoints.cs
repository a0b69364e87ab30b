using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Catalogue;
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
        api.MapPost("approvals/requests", Ask).WithTags("Approvals");
        api.MapGet("approvals/{id}", Get).WithTags("Approvals");
        api.MapPost("approvals/{id}/decisions", Decide).WithTags("Approvals");
        api.MapPost("approvals/decisions", ApproveSeveral).WithTags("Approvals");
        api.MapPost("approvals/{id}/withdraw", Withdraw).WithTags("Approvals");
        api.MapPost("approvals/{id}/transfer", Transfer).WithTags("Approvals");
        api.MapPost("approvals/{id}/approvers", Add).WithTags("Approvals");
        api.MapPost("approvals/{id}/send-back", SendBack).WithTags("Approvals");
        api.MapPost("approvals/{id}/nudge", Nudge).WithTags("Approvals");
        api.MapPost("approvals/{id}/copies", Copy).WithTags("Approvals");
        api.MapGet("approvals/{id}/record", Record).WithTags("Approvals");
        api.MapPost("approvals/{id}/comments", Say).WithTags("Approvals");
        api.MapGet("approvals/{id}/documents", Documents).WithTags("Approvals");
        api.MapPost("approvals/{id}/documents", Attach).WithTags("Approvals");
        api.MapGet("approvals/{id}/documents/{documentId}", Document).WithTags("Approvals");
    }

    /// <param name="Decision">Approve, Reject or Return.</param>
    /// <param name="ReasonCode">Needed for every no.</param>
    /// <param name="ApproverId">On whose behalf the server's key acts; a person always answers for themselves.</param>
    public sealed record DecisionInput(ApprovalDecision? Decision, string? Comment, string? ReasonCode, string? ApproverId);

    /// <param name="Ids">Of small questions, below the company's large amount; 100 at most.</param>
    /// <param name="Decision">Approve: a no is given by itself.</param>
    /// <param name="Comment">The same for all.</param>
    /// <param name="ApproverId">On whose behalf the server's key acts.</param>
    public sealed record DecisionsInput(IReadOnlyList<string?>? Ids, ApprovalDecision? Decision, string? Comment, string? ApproverId);

    /// <param name="Status">How the question stands since; null where nothing was answered.</param>
    /// <param name="Refusal">Why nothing was answered, in the caller's language; null where it was.</param>
    public sealed record DecisionEntry(string Id, bool IsDone, ApprovalStatus? Status, string? Refusal);

    /// <param name="ApproverId">On whose behalf the server's key acts.</param>
    public sealed record TransferInput(string? ToUserId, string? Comment, string? ApproverId);

    /// <param name="Comment">Why; those who were asked are told.</param>
    public sealed record WithdrawInput(string? Comment, string? ByUserId);

    /// <param name="UserId">Who is brought in.</param>
    /// <param name="Place">Before, Beside or After the one who brings them in.</param>
    /// <param name="ApproverId">On whose behalf the server's key acts.</param>
    public sealed record ApproverInput(string? UserId, StepPlace? Place, string? Comment, string? ApproverId);

    /// <param name="StepId">Whose yes is taken back; everybody after them is asked again, too.</param>
    /// <param name="ReasonCode">Needed, as for every no.</param>
    /// <param name="ApproverId">On whose behalf the server's key acts.</param>
    public sealed record SendBackInput(string? StepId, string? Comment, string? ReasonCode, string? ApproverId);

    public sealed record NudgeInput(string? Comment);

    public sealed record CopyInput(IReadOnlyList<string?>? UserIds, string? Comment);

    /// <param name="Text">Who is mentioned as @name is told, and may see the question.</param>
    public sealed record CommentInput(string? Text);

    /// <param name="Size">In bytes.</param>
    /// <param name="At">UTC.</param>
    public sealed record DocumentEntry(string Id, string Name, int Size, string? ById, DateTimeOffset At);

    static async Task<Page<ApprovalRequest>> List(ClaimsPrincipal caller, ProcessStore store, ApprovalStatus? status, string? approverId,
        string? dealId, ApprovalKind? kind, string? subject, string? instanceId, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Approvals(database);
        if (status is not null) rows = rows.Where(request => request.Status == status);
        if (approverId is not null) rows = rows.Where(request => request.Steps.Any(step => step.ApproverId == approverId));
        if (kind is not null) rows = rows.Where(request => request.Kind == kind);
        if (subject is not null) rows = rows.Where(request => request.Subject == subject);
        if (instanceId is not null) rows = rows.Where(request => request.InstanceId == instanceId);
        if (dealId is not null) rows = rows.Where(request => request.DealId == dealId);
        return await paging.Read(rows.OrderBy(request => request.CreatedAt).ThenBy(request => request.Id));
    }

    static async Task<ApprovalRequest> Get(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        return await access.Approvals(database).FirstOrDefaultAsync(request => request.Id == id, token)
            ?? throw RefusalException.NotFound("approval", id);
    }

    /// <summary>
    /// Asks for a yes to a gift, a refund, a contract or something else. The workflow for that asks at once: the question itself is found by
    /// <c>GET /api/approvals?instanceId=</c>; there is none where the one who asks may decide alone.
    /// </summary>
    static async Task<IResult> Ask(YesInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var instanceId = await records.Write(caller.Actor(), change => AskByHand.Apply(change, input));
        return Results.Accepted($"/api/approvals?instanceId={instanceId}", new { instanceId });
    }

    /// <summary>Answers an approval. Two at once: one wins, the other hears who and when.</summary>
    static async Task<ApprovalRequest> Decide(string id, DecisionInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        var decision = input.Decision ?? throw RefusalException.Invalid("decision", "Answer with Approve, Reject or Return.");
        var approverId = caller.UserId() ?? input.ApproverId
            ?? throw RefusalException.Invalid("approverId", "Who answers? With the server's key, give the approverId.");
        await records.Write(caller.Actor(), change => AnswerApproval.Apply(change, id, approverId, decision, input.Comment, input.ReasonCode));
        return await Read(id, store, token);
    }

    /// <summary>Approves several small questions, each for itself: one that is refused says why and takes nothing else with it.</summary>
    static async Task<IReadOnlyList<DecisionEntry>> ApproveSeveral(DecisionsInput input, HttpRequest request, ClaimsPrincipal caller,
        OrderRecords records)
    {
        if (input.Decision != ApprovalDecision.Approve)
            throw RefusalException.Invalid("decision", "Several at once can only be approved. A no is given by itself.");
        var ids = (input.Ids ?? []).OfType<string>().Distinct().ToList();
        if (ids.Count == 0) throw RefusalException.Invalid("ids", "Which approvals? Give their ids.");
        if (ids.Count > SmallApprovals.Most) throw RefusalException.Invalid("ids", $"At most {SmallApprovals.Most} at once.");
        var approverId = caller.UserId() ?? input.ApproverId
            ?? throw RefusalException.Invalid("approverId", "Who answers? With the server's key, give the approverId.");
        var (language, entries) = (ReaderLanguage.Of(request), new List<DecisionEntry>());
        await foreach (var answer in SmallApprovals.Approve(records, caller.Actor(), approverId, ids, input.Comment))
            entries.Add(new(answer.Id, answer.Refusal is null, answer.Status,
                answer.Refusal is { } refusal ? Texts.Texts.In(language, refusal) : null));
        return entries;
    }

    static async Task<ApprovalRequest> Withdraw(string id, WithdrawInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        await records.Write(caller.Actor(), change => WithdrawApproval.Apply(change, id, input.Comment, input.ByUserId));
        return await Read(id, store, token);
    }

    static async Task<ApprovalRequest> Transfer(string id, TransferInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        var approverId = caller.UserId() ?? input.ApproverId
            ?? throw RefusalException.Invalid("approverId", "Who gives it on? With the server's key, give the approverId.");
        await records.Write(caller.Actor(), change => TransferApproval.Apply(change, id, approverId, input.ToUserId, input.Comment));
        return await Read(id, store, token);
    }

    static async Task<ApprovalRequest> Add(string id, ApproverInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        var place = input.Place ?? throw RefusalException.Invalid("place", "Somebody is brought in Before, Beside or After.");
        var approverId = caller.UserId() ?? input.ApproverId
            ?? throw RefusalException.Invalid("approverId", "Who brings somebody in? With the server's key, give the approverId.");
        await records.Write(caller.Actor(), change => BringIn.Apply(change, id, approverId, input.UserId, place, input.Comment));
        return await Read(id, store, token);
    }

    static async Task<ApprovalRequest> SendBack(string id, SendBackInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        var approverId = caller.UserId() ?? input.ApproverId
            ?? throw RefusalException.Invalid("approverId", "Who sends it back? With the server's key, give the approverId.");
        await records.Write(caller.Actor(), change =>
            SendBackToStep.Apply(change, id, approverId, input.StepId, input.Comment, input.ReasonCode));
        return await Read(id, store, token);
    }

    static async Task<ApprovalRequest> Nudge(string id, NudgeInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        await records.Write(caller.Actor(), change => NudgeApprovers.Apply(change, id, input.Comment));
        return await Read(id, store, token);
    }

    static async Task<ApprovalRequest> Copy(string id, CopyInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        await records.Write(caller.Actor(), change => CopyApproval.Apply(change, id, input.UserIds, input.Comment));
        return await Read(id, store, token);
    }

    /// <summary>Everything that happened to it, the first first: who, for whom, when (UTC), from where, with which terms, by which table.</summary>
    static async Task<IReadOnlyList<ApprovalEvent>> Record(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        await See(id, caller, database, token);
        return await database.ApprovalEvents.Where(happened => happened.RequestId == id).OrderBy(happened => happened.Id).ToListAsync(token);
    }

    static Task<ApprovalEvent> Say(string id, CommentInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => CommentOnApproval.Apply(change, id, input.Text));

    static async Task<IReadOnlyList<DocumentEntry>> Documents(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        await See(id, caller, database, token);
        return await database.ApprovalDocuments.Where(document => document.RequestId == id).OrderBy(document => document.At)
            .Select(document => new DocumentEntry(document.Id, document.Name, document.Size, document.ById, document.At)).ToListAsync(token);
    }

    /// <summary>Adds a document; the body is its content, the query says what it is called.</summary>
    static async Task<DocumentEntry> Attach(string id, string? name, HttpRequest request, ClaimsPrincipal caller, OrderRecords records,
        CancellationToken token)
    {
        var content = await RequestBody.ReadUpTo(request.Body, AttachDocument.Largest, token);
        var added = await records.Write(caller.Actor(), change => AttachDocument.Apply(change, id, name, content));
        return new(added.Id, added.Name, added.Size, added.ById, added.At);
    }

    /// <summary>Whatever it is, it is saved and not shown: nothing in it runs on our pages.</summary>
    static async Task<IResult> Document(string id, string documentId, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        await See(id, caller, database, token);
        var document = await database.ApprovalDocuments.FirstOrDefaultAsync(row => row.RequestId == id && row.Id == documentId, token)
            ?? throw RefusalException.NotFound("document", documentId);
        return Results.File(document.Content, "application/octet-stream", document.Name);
    }

    static async Task See(string id, ClaimsPrincipal caller, ProcessDatabase database, CancellationToken token)
    {
        if (!await RecordAccess.Of(caller.Actor(), database).Approvals(database).AnyAsync(request => request.Id == id, token))
            throw RefusalException.NotFound("approval", id);
    }

    static async Task<ApprovalRequest> Read(string id, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return await database.Approvals.Include(request => request.Steps.OrderBy(step => step.Order))
            .FirstAsync(request => request.Id == id, token);
    }
}

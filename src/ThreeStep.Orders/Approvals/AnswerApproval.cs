using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Texts;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// One approver's answer. The one that decides is recorded at what was asked for, closes the question, and lets the workflow that asked go on.
/// </summary>
public static class AnswerApproval
{
    /// <param name="approverId">Who answers: an approver, or who stands in for one.</param>
    public static ApprovalRequest Apply(Change change, string id, string approverId, ApprovalDecision decision, string? comment, string? reasonCode)
    {
        (comment, reasonCode) = (TextField.Note(comment, "comment"), TextField.Line(reasonCode, "reasonCode", TextField.LongestName));
        if (decision != ApprovalDecision.Approve && reasonCode is null) throw RefusalException.Invalid("reasonCode", "Every no needs a reason code.");
        var request = Find(change, id);
        var (subject, part) = (SubjectOf(change, request), ApprovalParts.Of(change, request, approverId));
        if (Outdated(request, subject, part) is { } difference) throw RefusalException.Conflict(difference, "terms");
        Refuse(request, ApprovalRules.Refusal(request, part, OwnerOf(change, request), person => NameOf(change, person)));
        if (change.Database.Users.Find(approverId) is not { IsActive: true })
            throw RefusalException.Forbidden("Only those who were asked can answer.");
        var step = request.Steps.Find(item => item.ApproverId == part)!;
        (step.Decision, step.Comment, step.ReasonCode, step.DecidedAt) = (decision, comment, reasonCode, change.Now);
        if (part != approverId)
        {
            step.DecidedById = approverId;
            Notice.Add(change, part, NoticeKind.AnsweredForYou, request.Title, $"{NameOf(change, approverId)}: {decision}", Addresses.Approval(id));
        }
        change.Audit(AuditAction.ApprovalAnswered, id, decision.ToString());
        var outcome = ApprovalRules.Outcome(request);
        if (outcome is { } decided) (request.Status, request.DecidedAt) = (decided, change.Now);
        ApprovalEvent.Note(change, request, ApprovalEventKind.Answered, comment, part, null, decision, reasonCode);
        if (outcome is null) return request;
        if (outcome == ApprovalStatus.Approved && subject is not null)
            subject.Approved = new ApprovedTerms(request.Terms, part, change.Now, request.Rule, request.Id);
        OpenQuestions.Close(change, request, request.Status, comment, approverId);
        Tell(change, request, request.Status, comment, approverId);
        if (subject is not null) OpenQuestions.Hold(change, subject);
        return request;
    }

    /// <summary>Whoever asked, whoever owns the record now and whoever was copied hears the answer, once.</summary>
    static void Tell(Change change, ApprovalRequest request, ApprovalStatus outcome, string? comment, string approverId)
    {
        var kind = outcome switch
        {
            ApprovalStatus.Approved => NoticeKind.ApprovalGranted,
            ApprovalStatus.Returned => NoticeKind.ApprovalReturned,
            _ => NoticeKind.ApprovalRejected,
        };
        var copied = change.Database.ApprovalCopies.Where(copy => copy.RequestId == request.Id).Select(copy => copy.UserId).ToList();
        foreach (var person in copied.Append(request.RequestedById).Append(OwnerOf(change, request)).OfType<string>().Distinct()
            .Where(person => person != approverId))
            Notice.Add(change, person, kind, request.Title, comment, Addresses.Approval(request.Id));
    }

    /// <summary>
    /// That the question is no longer about the present terms, with the difference; null when it is. Only who was asked hears the terms.
    /// </summary>
    /// <param name="part">Whose part in it somebody wants to answer.</param>
    internal static Message? Outdated(ApprovalRequest request, IApprovalSubject? subject, string part)
    {
        if (!request.Steps.Exists(step => step.ApproverId == part)) return null;
        var present = request.Status == ApprovalStatus.Replaced ? request.ReplacedBy ?? subject?.Terms : request.Status == ApprovalStatus.Pending
            ? subject?.Terms : null;
        if (present is null || present == request.Terms && request.Status != ApprovalStatus.Replaced) return null;
        return $"The terms have changed since this was asked: {request.Terms.DifferenceTo(present)}. Nothing was answered; the present terms are asked anew.";
    }

    internal static ApprovalRequest Find(Change change, string id) =>
        change.Database.Approvals.Include(item => item.Steps).AsTracking().FirstOrDefault(item => item.Id == id)
            ?? throw RefusalException.NotFound("approval", id);

    internal static IApprovalSubject? SubjectOf(Change change, ApprovalRequest request) =>
        request.DealId is { } dealId ? change.Kinds.Find("Deal")?.Find(change.Database, dealId) as IApprovalSubject : null;

    /// <summary>Whose it is now: the deal's owner, the campaign's. They never answer. Null where it is only theirs who asked.</summary>
    internal static string? OwnerOf(Change change, ApprovalRequest request) => SubjectOf(change, request)?.OwnerId
        ?? (request.Kind == ApprovalKind.CampaignBudget ? ApprovalSubject.Read(request.Subject)?.Get(change, "ownerId") as string : null);

    internal static string NameOf(Change change, string userId) => change.Database.Users.Find(userId)?.Name ?? userId;

    internal static void Refuse(ApprovalRequest request, Message? refusal)
    {
        if (refusal is not null)
            throw request.Status == ApprovalStatus.Pending ? RefusalException.Forbidden(refusal) : RefusalException.Conflict(refusal, "status");
    }
}

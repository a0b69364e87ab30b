using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// The one who asked takes the question back and says why; those who were asked are told. The terms stay
/// unapproved, yeses that were said already are void, and what the workflow did before it asked is undone.
/// </summary>
public static class WithdrawApproval
{
    /// <param name="byUserId">On whose behalf the server's key acts; a person acts for themselves.</param>
    public static ApprovalRequest Apply(Change change, string id, string? why, string? byUserId)
    {
        var request = AnswerApproval.Find(change, id);
        // Whoever owns the deal now stands where the one who asked stood.
        if (change.By.UserId is { } person && person != request.RequestedById && person != AnswerApproval.OwnerOf(change, request))
            throw RefusalException.Forbidden("Only the one who asked can take it back.");
        if (request.Status != ApprovalStatus.Pending) throw RefusalException.Conflict(ApprovalRules.Closed(request), "status");
        var reason = TextField.Note(why, "comment")
            ?? throw RefusalException.Invalid("comment", "Why is the question taken back? Those who were asked are told.");
        Close(change, request, reason, change.By.UserId ?? byUserId);
        return request;
    }

    /// <summary>
    /// A workflow that asked was cancelled by a person, who said why. Without a reason the question stays: whoever is asked can still answer it.
    /// </summary>
    internal static void ByCancellation(Change change, WithdrawApprovalCommand command)
    {
        if (string.IsNullOrWhiteSpace(command.Why)) return;
        var request = AnswerApproval.Find(change, command.RequestId);
        if (request.Status == ApprovalStatus.Pending) Close(change, request, command.Why, command.ByUserId);
    }

    /// <summary>What was asked for is not wanted any more.</summary>
    internal static void Drop(Change change, ApprovalRequest request, string why) => Close(change, request, why, change.By.UserId);

    static void Close(Change change, ApprovalRequest request, string why, string? byUserId)
    {
        request.ClosedBecause = why;
        change.Audit(AuditAction.ApprovalWithdrawn, request.Id, why);
        OpenQuestions.Close(change, request, ApprovalStatus.Withdrawn, why, byUserId);
        ApprovalEvent.Note(change, request, ApprovalEventKind.Withdrawn, why);
        StepUndo.PutBack(change, request);
        foreach (var asked in request.Steps.Select(step => step.ApproverId).Distinct().Where(asked => asked != byUserId))
            Notice.Add(change, asked, NoticeKind.ApprovalWithdrawn, request.Title, why, $"/approvals/{request.Id}");
    }
}

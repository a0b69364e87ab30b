using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Somebody who is asked sends the question back to one who has said yes already (退回到某一步): that yes, and every one after it, is taken back, and
/// they are asked again. What was said stays on record.
/// </summary>
public static class SendBackToStep
{
    /// <param name="approverId">Who sends it back.</param>
    /// <param name="stepId">To whose step.</param>
    public static ApprovalRequest Apply(Change change, string id, string approverId, string? stepId, string? comment, string? reasonCode)
    {
        (comment, reasonCode) = (TextField.Note(comment, "comment"), TextField.Line(reasonCode, "reasonCode", TextField.LongestName));
        if (reasonCode is null) throw RefusalException.Invalid("reasonCode", "Every no needs a reason code.");
        var request = AnswerApproval.Find(change, id);
        var part = ApprovalParts.Of(change, request, approverId);
        var owner = AnswerApproval.OwnerOf(change, request);
        AnswerApproval.Refuse(request, ApprovalRules.Refusal(request, part, owner, person => AnswerApproval.NameOf(change, person)));
        var target = request.Steps.Find(step => step.Id == stepId) ?? throw RefusalException.Invalid("stepId", $"There is no step '{stepId}'.");
        if (target.Decision != ApprovalDecision.Approve)
            throw RefusalException.Conflict("It is sent back to somebody who has said yes already.", "stepId");
        var again = ApprovalRules.From(request, target).Where(step => step.Decision is not null).ToList();
        // Whoever is asked again must be able to answer: a question never waits for people who cannot.
        foreach (var person in again.Select(step => step.ApproverId).Distinct())
        {
            if (person == owner) throw RefusalException.Conflict(ApprovalRules.TheirOwn(request), "stepId");
            if (change.Database.Users.Find(person) is not { IsActive: true }) throw RefusalException.Conflict("This person has left.", "stepId");
        }
        foreach (var step in again)
        {
            (step.Decision, step.DecidedById, step.DecidedAt, step.RemindedAt) = (null, null, null, null);
            (step.Comment, step.ReasonCode) = (null, null);
        }
        var asked = again.Select(step => step.ApproverId).Prepend(target.ApproverId).Distinct().ToList();
        ApprovalEvent.Note(change, request, ApprovalEventKind.SentBack, comment, part, asked, reasonCode: reasonCode);
        foreach (var person in asked.Where(person => person != approverId))
            Notice.Add(change, person, NoticeKind.ApprovalAskedAgain, request.Title, comment ?? reasonCode, Addresses.Approval(id));
        return request;
    }
}

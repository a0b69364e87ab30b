using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>Somebody who is asked gives the question on to another manager (转审); who was asked first stays on record.</summary>
public static class TransferApproval
{
    public static ApprovalRequest Apply(Change change, string id, string approverId, string? toUserId, string? comment)
    {
        comment = TextField.Note(comment, "comment");
        var request = AnswerApproval.Find(change, id);
        var target = change.Database.Users.Find(toUserId ?? "") ?? throw RefusalException.Invalid("toUserId", $"There is no user '{toUserId}'.");
        var part = ApprovalParts.Of(change, request, approverId);
        var owner = AnswerApproval.OwnerOf(change, request);
        AnswerApproval.Refuse(request,
            ApprovalRules.TransferRefusal(request, part, target, owner, person => AnswerApproval.NameOf(change, person)));
        var step = request.Steps.Find(item => item.ApproverId == part)!;
        (step.TransferredFromId, step.ApproverId, step.Comment) = (step.TransferredFromId ?? part, target.Id, comment);
        ApprovalEvent.Note(change, request, ApprovalEventKind.Transferred, comment, part, [target.Id]);
        change.Audit(AuditAction.ApprovalTransferred, id, target.Id);
        return request;
    }
}

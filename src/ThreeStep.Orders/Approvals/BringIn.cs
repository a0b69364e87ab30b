using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>Somebody who is asked brings in another (加签): before, beside or after themselves. Their yes counts only with the other's.</summary>
public static class BringIn
{
    /// <param name="approverId">Who brings in.</param>
    /// <param name="userId">Whom.</param>
    /// <param name="place">Before, Beside or After.</param>
    public static ApprovalRequest Apply(Change change, string id, string approverId, string? userId, StepPlace place, string? comment)
    {
        comment = TextField.Note(comment, "comment");
        if (place is not (StepPlace.Before or StepPlace.Beside or StepPlace.After))
            throw RefusalException.Invalid("place", "Somebody is brought in Before, Beside or After.");
        var request = AnswerApproval.Find(change, id);
        var target = change.Database.Users.Find(userId ?? "") ?? throw RefusalException.Invalid("userId", $"There is no user '{userId}'.");
        var part = ApprovalParts.Of(change, request, approverId);
        var owner = AnswerApproval.OwnerOf(change, request);
        AnswerApproval.Refuse(request,
            ApprovalRules.AddRefusal(request, part, target, owner, person => AnswerApproval.NameOf(change, person)));
        var own = request.Steps.Find(item => item.ApproverId == part)!;
        var step = new ApprovalStep
        {
            Id = change.NewId(),
            RequestId = id,
            Order = request.Steps.Max(item => item.Order) + 1,
            ApproverId = target.Id,
            Place = place,
            OfStepId = own.Id,
            AddedById = approverId,
        };
        request.Steps.Add(step);
        change.Database.Entry(step).State = EntityState.Added;
        ApprovalEvent.Note(change, request, ApprovalEventKind.BroughtIn, comment, part, [target.Id]);
        Notice.Add(change, target.Id, NoticeKind.ApprovalBroughtIn, request.Title, comment, Addresses.Approval(id));
        return request;
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// Questions that wait for somebody who no longer answers them go on to somebody who may: none ever waits only for people who cannot answer.
/// </summary>
static class WaitingAnswers
{
    /// <summary>Everything that waits for a person goes on.</summary>
    /// <param name="to">Who gets it, where they may answer; else the next above them, any manager, an administrator.</param>
    /// <exception cref="RefusalException">Nobody else may answer one of them.</exception>
    public static void GiveOn(Change change, string fromId, string? to)
    {
        foreach (var request in Of(change, fromId)) Give(change, request, fromId, to);
    }

    /// <summary>A person reports to another manager: what waits for the former one because of that goes to the new one.</summary>
    public static void FollowManager(Change change, string userId, string formerId, string managerId)
    {
        foreach (var request in Of(change, formerId)
            .Where(request => request.RequestedById == userId
            && request.Steps.Exists(step => step.ApproverId == formerId && step.Decision is null && step.IsAsManager)))
            Give(change, request, formerId, managerId);
    }

    static List<ApprovalRequest> Of(Change change, string approverId) => change.Database.Approvals.Include(request => request.Steps).AsTracking()
        .Where(request => request.Status == ApprovalStatus.Pending
            && request.Steps.Any(step => step.ApproverId == approverId && step.Decision == null)).ToList()
        .Where(request => request.Status == ApprovalStatus.Pending).ToList();

    static void Give(Change change, ApprovalRequest request, string fromId, string? to)
    {
        var step = request.Steps.Find(item => item.ApproverId == fromId && item.Decision is null)!;
        var ownerId = AnswerApproval.OwnerOf(change, request);
        var taker = Candidates(change, to, fromId)
            .FirstOrDefault(person => person.IsActive && person.Role is Role.Manager or Role.Admin && person.Id != fromId
            && person.Id != ownerId && person.Id != request.RequestedById && !ApprovalRules.HasPart(request, person.Id));
        if (taker is not null)
        {
            (step.TransferredFromId, step.ApproverId, step.RemindedAt) = (step.TransferredFromId ?? fromId, taker.Id, null);
            ApprovalEvent.Note(change, request, ApprovalEventKind.Transferred, null, fromId, [taker.Id]);
            change.Audit(AuditAction.ApprovalTransferred, request.Id, taker.Id);
            return;
        }
        // Where one answer is enough and another person is asked, nothing is lost.
        var others = request.Steps.Where(other => other != step && other.Decision is null
            && change.Database.Users.Find(other.ApproverId) is { IsActive: true });
        if (request.Mode == ApprovalMode.Any && others.Any()) return;
        throw RefusalException.Conflict($"Nobody else may answer the approval “{request.Title}”: let it be answered or withdrawn first.",
            "takeOver.approvals");
    }

    static IEnumerable<User> Candidates(Change change, string? to, string fromId)
    {
        foreach (var start in new[] { to, fromId })
            for (var person = Find(change, start); person is not null; person = person.ManagerId == start ? null : Find(change, person.ManagerId))
                yield return person;
        foreach (var person in change.Database.Users.Where(user => user.IsActive && (user.Role == Role.Manager || user.Role == Role.Admin))
            .OrderByDescending(user => user.Role == Role.Manager).ThenBy(user => user.Id).ToList())
            yield return person;
    }

    static User? Find(Change change, string? id) => id is null ? null : change.Database.Users.Find(id);
}

using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Approvals;

/// <summary>Whoever waits for the answer urges those whose turn it is (催办), once an hour at most.</summary>
public static class NudgeApprovers
{
    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public static ApprovalRequest Apply(Change change, string id, string? comment)
    {
        comment = TextField.Note(comment, "comment");
        var request = Taking.Part(change, id);
        if (request.Status != ApprovalStatus.Pending) throw RefusalException.Conflict(ApprovalRules.Closed(request), "status");
        if (request.NudgedAt is { } last && change.Now < last + Pause)
            throw RefusalException.Conflict($"They were urged at {last:yyyy-MM-dd HH:mm zzz} already; once an hour is enough.");
        var waiting = ApprovalRules.Waiting(request).Select(step => step.ApproverId).Where(person => person != change.By.UserId).ToList();
        if (waiting.Count == 0) throw RefusalException.Conflict("It waits for nobody but you.");
        request.NudgedAt = change.Now;
        ApprovalEvent.Note(change, request, ApprovalEventKind.Nudged, comment, to: waiting);
        foreach (var person in waiting) Notice.Add(change, person, NoticeKind.ApprovalNudged, request.Title, comment, Addresses.Approval(id));
        return request;
    }
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Approvals;

/// <summary>What becomes of questions that are open when something happens to what they are about. Whoever was asked is told.</summary>
public static class OpenQuestions
{
    /// <summary>The pending questions about a record, tracked, with their steps.</summary>
    public static List<ApprovalRequest> Of(Change change, string dealId) => change.Database.Approvals.Include(request => request.Steps).AsTracking()
        .Where(request => request.DealId == dealId && request.Status == ApprovalStatus.Pending).ToList()
        // One that this very change has closed is still open in the database.
        .Where(request => request.Status == ApprovalStatus.Pending).ToList();

    /// <summary>
    /// Sees to it that every open question is about the present terms and waits for people who may answer it: one that is not is replaced. The
    /// workflow that asked it asks anew by the present terms, or needs not ask any more.
    /// </summary>
    public static void Follow(Change change, IApprovalSubject subject)
    {
        foreach (var request in Of(change, subject.Id))
        {
            // Also a yes that somebody said before the deal was theirs would be one to their own deal.
            var isOwnersNow = subject.OwnerId is { } owner && ApprovalRules.HasPart(request, owner);
            if (request.Terms == subject.Terms && !isOwnersNow) continue;
            request.ReplacedBy = subject.Terms;
            Close(change, request, ApprovalStatus.Replaced, null, change.By.UserId);
            ApprovalEvent.Note(change, request, ApprovalEventKind.Replaced, request.Terms.DifferenceTo(subject.Terms));
            Tell(change, request, NoticeKind.ApprovalReplaced, request.Terms.DifferenceTo(subject.Terms));
        }
        Hold(change, subject);
    }

    /// <summary>Closes what is still asked about a record that is over: nobody needs to answer it any more.</summary>
    public static void Drop(Change change, IApprovalSubject subject, string why)
    {
        foreach (var request in Of(change, subject.Id))
        {
            request.ClosedBecause = why;
            Close(change, request, ApprovalStatus.Withdrawn, why, change.By.UserId);
            ApprovalEvent.Note(change, request, ApprovalEventKind.Withdrawn, why);
            Tell(change, request, NoticeKind.ApprovalWithdrawn, why);
        }
    }

    /// <summary>
    /// Tasks that need approved terms (the contract's) are held while a yes is missing and say so; with the yes they come back.
    /// </summary>
    public static void Hold(Change change, IApprovalSubject subject)
    {
        var tasks = change.Database.Tasks.AsTracking()
            .Where(task => task.DealId == subject.Id && task.NeedsApprovedTerms && task.Status == WorkTaskStatus.Open).ToList();
        if (tasks.Count == 0) return;
        var isHeld = !ApprovalStanding.Of(subject, change.Database, change.Definitions).MaySign;
        foreach (var task in tasks) task.IsHeld = isHeld;
    }

    /// <summary>
    /// As <see cref="Hold(Change, IApprovalSubject)"/>, for every record with such a task: the tables in force, or the company's limit, have changed.
    /// </summary>
    public static void HoldAll(Change change)
    {
        var waiting = change.Database.Tasks.Where(task => task.NeedsApprovedTerms && task.Status == WorkTaskStatus.Open && task.DealId != null)
            .Select(task => task.DealId!).Distinct().ToList();
        foreach (var dealId in waiting)
            if (change.Kinds.Find("Deal")?.Find(change.Database, dealId) is IApprovalSubject subject) Hold(change, subject);
    }

    /// <summary>As <see cref="Hold(Change, IApprovalSubject)"/>, for a task that begins.</summary>
    public static void Hold(Change change, WorkTask task)
    {
        if (task is { NeedsApprovedTerms: true, DealId: { } dealId }
            && change.Kinds.Find("Deal")?.Find(change.Database, dealId) is IApprovalSubject subject)
            task.IsHeld = !ApprovalStanding.Of(subject, change.Database, change.Definitions).MaySign;
    }

    /// <summary>Ends a question and lets every workflow that waits for it hear of it.</summary>
    internal static void Close(Change change, ApprovalRequest request, ApprovalStatus outcome, string? comment, string? byUserId)
    {
        (request.Status, request.DecidedAt) = (outcome, change.Now);
        var clock = change.Database.Clocks.Find(request.Id);
        if (outcome is ApprovalStatus.Withdrawn or ApprovalStatus.Replaced) SlaClocks.Withdraw(change, clock);
        else SlaClocks.End(change, clock);
        var hash = RequestApproval.HashOf(request.Id);
        var answer = new JsonObject { ["decision"] = outcome.ToString(), ["comment"] = comment, ["by"] = byUserId };
        foreach (var wait in change.Database.Bookmarks.Where(bookmark => bookmark.Hash == hash)
            .Select(bookmark => new { bookmark.InstanceId, bookmark.Id }).ToList())
            change.Queue(new QueuedStimulus.Deliver(wait.InstanceId, new Stimulus.TaskCompleted(wait.Id, answer.DeepClone())));
    }

    /// <summary>Tells those who were asked and had not answered, and those who had said yes in vain; not whoever did it.</summary>
    static void Tell(Change change, ApprovalRequest request, NoticeKind kind, string? why)
    {
        foreach (var person in request.Steps.Select(step => step.ApproverId).Distinct().Where(person => person != change.By.UserId))
            Notice.Add(change, person, kind, request.Title, why, $"/approvals/{request.Id}");
    }
}

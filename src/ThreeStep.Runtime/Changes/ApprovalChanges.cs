using System.Text.Json.Nodes;
using ThreeStep.Orders.Approvals;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Runtime.Changes;

/// <summary>What people do to approvals, and what the workflow that asked must hear of it. Who may is checked before, see <see cref="ApprovalRules.Refusal"/>.</summary>
public static class ApprovalChanges
{
    /// <summary>One approver's answer; the workflow hears of it when it decides the request.</summary>
    /// <param name="now">UTC.</param>
    public static IEnumerable<QueuedStimulus> Decide(ApprovalRequest request, string approverId, ApprovalDecision decision, string? comment, string? reasonCode, DateTimeOffset now)
    {
        var step = request.Steps.Find(item => item.ApproverId == approverId)!;
        (step.Decision, step.Comment, step.ReasonCode, step.DecidedAt) = (decision, comment, reasonCode, now);
        return ApprovalRules.Outcome(request) is { } outcome ? Close(request, outcome, comment, approverId, now) : [];
    }

    /// <summary>The question goes to somebody else (转审); who was asked first stays on record.</summary>
    public static void Transfer(ApprovalRequest request, string approverId, string toUserId, string? comment)
    {
        var step = request.Steps.Find(item => item.ApproverId == approverId)!;
        (step.TransferredFromId, step.ApproverId, step.Comment) = (step.TransferredFromId ?? approverId, toUserId, comment);
    }

    /// <summary>The one who asked takes the question back.</summary>
    /// <param name="now">UTC.</param>
    public static IEnumerable<QueuedStimulus> Withdraw(ApprovalRequest request, string? comment, string? byUserId, DateTimeOffset now) => Close(request, ApprovalStatus.Withdrawn, comment, byUserId, now);

    static IEnumerable<QueuedStimulus> Close(ApprovalRequest request, ApprovalStatus outcome, string? comment, string? byUserId, DateTimeOffset now)
    {
        (request.Status, request.DecidedAt) = (outcome, now);
        return [new QueuedStimulus.Deliver(request.InstanceId, new Stimulus.TaskCompleted(request.BookmarkId, new JsonObject { ["decision"] = outcome.ToString(), ["comment"] = comment, ["by"] = byUserId }))];
    }
}

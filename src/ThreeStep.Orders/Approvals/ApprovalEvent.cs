using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>
/// One thing that happened to a question: who did what, for whom, when, from where, and what was asked at that time. The record is only added to;
/// the database itself refuses to change or delete a line of it. Times are UTC.
/// </summary>
public sealed class ApprovalEvent
{
    public long Id { get; init; }
    public required string RequestId { get; init; }
    public DateTimeOffset At { get; init; }
    public required ApprovalEventKind Kind { get; init; }
    /// <summary>Who did it; null for the server's key and for workflows.</summary>
    public string? ById { get; init; }
    /// <summary>The workflow instance that did it.</summary>
    public string? InstanceId { get; init; }
    /// <summary>Whose part in the approval it was.</summary>
    public string? ForId { get; init; }
    /// <summary>Whom it went to: who was brought in, copied, mentioned, urged, asked again.</summary>
    public IReadOnlyList<string> To { get; init; } = [];
    /// <summary>Whose answer was waited for when it had happened.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];
    public ApprovalDecision? Decision { get; init; }
    public string? ReasonCode { get; init; }
    /// <summary>What was said.</summary>
    public string? Text { get; init; }
    /// <summary>By which way and from which address it came.</summary>
    public string? From { get; init; }
    /// <summary>What was asked.</summary>
    public required Terms Terms { get; init; }
    public long? MatrixVersion { get; init; }
    public int? MatrixRow { get; init; }

    /// <summary>Notes what has just been done to a question, with how it stands since.</summary>
    /// <param name="forId">Whose part it was.</param>
    public static ApprovalEvent Note(Change change, ApprovalRequest request, ApprovalEventKind kind, string? text = null, string? forId = null,
        IEnumerable<string>? to = null, ApprovalDecision? decision = null, string? reasonCode = null) =>
        change.Database.ApprovalEvents.Add(new ApprovalEvent
        {
            RequestId = request.Id,
            At = change.Now,
            Kind = kind,
            ById = change.By.UserId,
            InstanceId = change.By.InstanceId,
            ForId = forId,
            To = to?.Distinct().ToList() ?? [],
            Waiting = ApprovalRules.Waiting(request).Select(step => step.ApproverId).ToList(),
            Decision = decision,
            ReasonCode = reasonCode,
            Text = text,
            From = change.By.From,
            Terms = request.Terms,
            MatrixVersion = request.MatrixVersion,
            MatrixRow = request.MatrixRow,
        }).Entity;
}

public enum ApprovalEventKind
{
    Asked, Answered, SentBack, Transferred, BroughtIn, Reminded, Nudged, Copied, Commented, Attached, Withdrawn, Replaced, Undone,
}

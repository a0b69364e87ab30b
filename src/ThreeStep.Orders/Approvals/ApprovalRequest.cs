using System.Text.Json.Serialization;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Approvals;

/// <summary>A question to those who must say yes (审批), made by a workflow that waits for the answer. Times are UTC.</summary>
public sealed class ApprovalRequest
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public string? DealId { get; init; }
    public string? AccountId { get; init; }
    /// <summary>Who asked: never one of those who may answer.</summary>
    public string? RequestedById { get; init; }
    public decimal Amount { get; init; }
    public string? Currency { get; init; }
    public decimal DiscountPercent { get; init; }
    public bool IsMultiYear { get; init; }
    /// <summary>The rule that called for this yes, in plain words.</summary>
    public required string Rule { get; init; }
    public ApprovalMode Mode { get; init; } = ApprovalMode.Any;
    /// <summary>How many yeses Mode All and Sequential need; substitutes that are added later do not raise it.</summary>
    public int RequiredApprovals { get; init; } = 1;
    public ApprovalStatus Status { get; set; } = ApprovalStatus.Pending;
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? DueAt { get; set; }
    /// <summary>How the due time was counted in working time; null on the clock.</summary>
    public WorkingTime? Counted { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>The terms that took the place of these, for a question that was replaced.</summary>
    public Terms? ReplacedBy { get; set; }
    /// <summary>Why it was withdrawn, in the words of whoever did it.</summary>
    public string? ClosedBecause { get; set; }
    public required string InstanceId { get; init; }
    public required string BookmarkId { get; init; }
    public List<ApprovalStep> Steps { get; init; } = [];

    /// <summary>What is asked for.</summary>
    [JsonIgnore] public Terms Terms => new(Amount, Currency ?? "", DiscountPercent, IsMultiYear);
}

/// <summary>One person's part in an approval.</summary>
public sealed class ApprovalStep
{
    public required string Id { get; init; }
    public required string RequestId { get; init; }
    public required int Order { get; init; }
    public required string ApproverId { get; set; }
    /// <summary>Who was asked first and gave the question on (转审).</summary>
    public string? TransferredFromId { get; set; }
    public ApprovalDecision? Decision { get; set; }
    public string? ReasonCode { get; set; }
    public string? Comment { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>When this person was last reminded: it is said on the approval's own card.</summary>
    public DateTimeOffset? RemindedAt { get; set; }
    /// <summary>
    /// Asked as a manager of whoever asks, and not for a position of their own: another manager is asked instead when that changes.
    /// </summary>
    public bool IsAsManager { get; init; }
}

/// <summary>会签 All · 或签 Any · 依次 Sequential</summary>
public enum ApprovalMode { All, Any, Sequential }

/// <summary>Replaced: the terms changed while it was open, and others are asked for now.</summary>
public enum ApprovalStatus { Pending, Approved, Rejected, Returned, Withdrawn, Replaced }

/// <summary>同意 · 拒绝 · 退回</summary>
public enum ApprovalDecision { Approve, Reject, Return }

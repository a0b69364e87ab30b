using System.Text.Json.Serialization;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Approvals;

/// <summary>A question to those who must say yes (审批), made by a workflow that waits for the answer. Times are UTC.</summary>
public sealed class ApprovalRequest
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public ApprovalKind Kind { get; init; }
    /// <summary>The deal whose terms are judged; null for every other kind.</summary>
    public string? DealId { get; init; }
    /// <summary>What any other kind is about, see <see cref="ApprovalSubject"/>; null where it is about no record.</summary>
    public string? Subject { get; init; }
    /// <summary>What the approvers should know, in order.</summary>
    public IReadOnlyList<ApprovalFact> Facts { get; set; } = [];
    public string? AccountId { get; init; }
    /// <summary>Who asked: never one of those who may answer.</summary>
    public string? RequestedById { get; init; }
    public decimal Amount { get; init; }
    public string? Currency { get; init; }
    public decimal DiscountPercent { get; init; }
    public int Years { get; init; } = 1;
    public bool IsMultiYear => Years > 1;
    public int PaymentDays { get; init; }
    public int FreeServiceMonths { get; init; }
    public string? ProductLine { get; init; }
    /// <summary>The rule that called for this yes, in plain words.</summary>
    public required string Rule { get; init; }
    /// <summary>The version of the company's matrix, and the row of it, that it is asked by; null for the table of a workflow.</summary>
    public long? MatrixVersion { get; init; }
    public int? MatrixRow { get; init; }
    public ApprovalMode Mode { get; init; } = ApprovalMode.Any;
    /// <summary>How many yeses of those who were asked by the table it takes; who is added later does not raise it.</summary>
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
    /// <summary>When those who have not answered were last urged (催办) by a person.</summary>
    public DateTimeOffset? NudgedAt { get; set; }
    public required string InstanceId { get; init; }
    public required string BookmarkId { get; init; }
    public List<ApprovalStep> Steps { get; init; } = [];

    /// <summary>What is asked for.</summary>
    [JsonIgnore] public Terms Terms => new(Amount, Currency ?? "", DiscountPercent, Years, PaymentDays, FreeServiceMonths, ProductLine);
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
    /// <summary>Who answered for the approver, who was away; null where they did it themselves. It stays the approver's to answer for.</summary>
    public string? DecidedById { get; set; }
    public string? ReasonCode { get; set; }
    public string? Comment { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    /// <summary>When this person was last reminded: it is said on the approval's own card.</summary>
    public DateTimeOffset? RemindedAt { get; set; }
    /// <summary>
    /// Asked as a manager of whoever asks, and not for a position of their own: another manager is asked instead when that changes.
    /// </summary>
    public bool IsAsManager { get; init; }
    /// <summary>How this person came in, and beside which other step.</summary>
    public StepPlace Place { get; init; }
    public string? OfStepId { get; init; }
    /// <summary>Who brought this person in (加签); null for the table and for time.</summary>
    public string? AddedById { get; init; }
}

/// <summary>
/// Asked: by the table. Instead: because time went by; their yes counts for the step's. Before 前加签, Beside 并加签, After 后加签: brought in by whoever
/// has that step, which is a yes only with theirs.
/// </summary>
public enum StepPlace { Asked, Instead, Before, Beside, After }

/// <summary>会签 All · 或签 Any · 依次 Sequential · so many of them Quorum</summary>
public enum ApprovalMode { All, Any, Sequential, Quorum }

/// <summary>Replaced: the terms changed while it was open, and others are asked for now.</summary>
public enum ApprovalStatus { Pending, Approved, Rejected, Returned, Withdrawn, Replaced }

/// <summary>同意 · 拒绝 · 退回</summary>
public enum ApprovalDecision { Approve, Reject, Return }

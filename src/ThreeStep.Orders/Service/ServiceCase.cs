namespace ThreeStep.Orders.Service;

/// <summary>Service work at an account: a complaint (投诉), a warranty matter (三包) or an inquiry (咨询). Times are UTC.</summary>
public sealed class ServiceCase
{
    public required string Id { get; init; }
    public required CaseKind Kind { get; init; }
    public required string Title { get; set; }
    public string? Description { get; set; }
    public string? AccountId { get; set; }
    public string? ContactId { get; set; }
    public string? DealId { get; set; }
    public string? OwnerId { get; set; }
    public CaseStatus Status { get; set; } = CaseStatus.Open;
    public DateTimeOffset ReceivedAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public DateTimeOffset? ContainedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? Resolution { get; set; }
}

public enum CaseKind { Complaint, Warranty, Inquiry }

public enum CaseStatus { Open, Acknowledged, Contained, Resolved, Closed }

using System.Text.Json.Serialization;
using ThreeStep.Orders.Approvals;

namespace ThreeStep.Orders.Deals;

/// <summary>An opportunity (商机 / 大订单): large amount, long cycle, many decision makers. Times are UTC.</summary>
public sealed class Deal : IApprovalSubject
{
    public required string Id { get; init; }
    /// <summary>The id in the system it was imported from.</summary>
    public string? ExternalId { get; init; }
    public required string Name { get; set; }
    /// <summary>Null where an import could not tell the account.</summary>
    public string? AccountId { get; set; }
    public string? OwnerId { get; set; }
    public Stage Stage { get; set; } = Stage.Prospecting;
    /// <summary>Since when the deal is in its stage.</summary>
    public DateTimeOffset StageSince { get; set; }
    public decimal Amount { get; set; }
    /// <summary>ISO 4217.</summary>
    public required string Currency { get; set; }
    /// <summary>0 to 100.</summary>
    public decimal DiscountPercent { get; set; }
    /// <summary>
    /// What somebody with the right to has said yes to, if anything: how much, who, when (UTC), by which rule. Set by <see cref="Approved"/> only.
    /// </summary>
    [JsonInclude] public decimal? ApprovedAmount { get; private set; }
    [JsonInclude] public decimal? ApprovedDiscountPercent { get; private set; }
    [JsonInclude] public string? ApprovedCurrency { get; private set; }
    [JsonInclude] public bool ApprovedIsMultiYear { get; private set; }
    [JsonInclude] public string? ApprovedById { get; private set; }
    [JsonInclude] public DateTimeOffset? ApprovedAt { get; private set; }
    [JsonInclude] public string? ApprovedByRule { get; private set; }
    [JsonInclude] public string? ApprovalId { get; private set; }
    public bool IsMultiYear { get; set; }
    public string? Product { get; set; }
    public string? Competitor { get; set; }
    public string? LostReason { get; set; }
    public DateTimeOffset? EngagedAt { get; set; }
    /// <summary>A day, the same for every reader.</summary>
    public DateOnly? ExpectedCloseAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public DateTimeOffset? LastInteractionAt { get; set; }
    /// <summary>What the rep plans next, and on which day: silences the follow-up alerts until that has passed.</summary>
    public string? NextActivity { get; set; }
    public DateOnly? NextActivityAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    public bool IsOpen => Stage is not (Stage.Won or Stage.Lost);

    [JsonIgnore] public Terms Terms => new(Amount, Currency, DiscountPercent, IsMultiYear);

    [JsonIgnore]
    public ApprovedTerms? Approved
    {
        // A yes of before currencies were kept with it was to the deal's own.
        get => ApprovedAmount is not { } amount ? null
            : new(new(amount, ApprovedCurrency ?? Currency, ApprovedDiscountPercent ?? 0, ApprovedIsMultiYear), ApprovedById,
                ApprovedAt ?? CreatedAt, ApprovedByRule ?? "", ApprovalId);
        set
        {
            (ApprovedAmount, ApprovedDiscountPercent, ApprovedCurrency, ApprovedIsMultiYear) =
                (value?.Terms.Amount, value?.Terms.DiscountPercent, value?.Terms.Currency, value?.Terms.IsMultiYear ?? false);
            (ApprovedById, ApprovedAt, ApprovedByRule, ApprovalId) = (value?.ById, value?.At, value?.Rule, value?.ApprovalId);
        }
    }
}

/// <summary>寻找 → 拜访 → 调研 → 方案 → 谈判 → 签约 / 丢单</summary>
public enum Stage { Prospecting, Engaging, Researching, Proposing, Negotiating, Won, Lost }

/// <summary>What a deal sells.</summary>
public sealed class Product
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public string? Series { get; set; }
    public decimal ListPrice { get; set; }
    /// <summary>What it costs the company; null where nobody has said.</summary>
    public decimal? Cost { get; set; }
    public required string Currency { get; set; }
}

/// <summary>What was signed is to be delivered (交付): when it was promised and when it came.</summary>
public sealed class Delivery
{
    public required string Id { get; init; }
    public required string DealId { get; init; }
    public string? AccountId { get; init; }
    /// <summary>A day at the company.</summary>
    public DateOnly PromisedAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public DeliveryStatus Status { get; set; } = DeliveryStatus.Planned;
}

public enum DeliveryStatus { Planned, Delivered, Late }

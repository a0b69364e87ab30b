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
    [JsonInclude] public int ApprovedYears { get; private set; } = 1;
    [JsonInclude] public int ApprovedPaymentDays { get; private set; }
    [JsonInclude] public int ApprovedFreeServiceMonths { get; private set; }
    [JsonInclude] public string? ApprovedProductLine { get; private set; }
    [JsonInclude] public string? ApprovedById { get; private set; }
    [JsonInclude] public DateTimeOffset? ApprovedAt { get; private set; }
    [JsonInclude] public string? ApprovedByRule { get; private set; }
    [JsonInclude] public string? ApprovalId { get; private set; }
    /// <summary>For how many years it binds, from 1.</summary>
    public int Years { get; set; } = 1;
    public bool IsMultiYear => Years > 1;
    /// <summary>How many days after the delivery the customer pays; 0 where nothing was agreed.</summary>
    public int PaymentDays { get; set; }
    /// <summary>Months of service that are given on top.</summary>
    public int FreeServiceMonths { get; set; }
    public string? Product { get; set; }
    /// <summary>What the product belongs to: its series, else its name.</summary>
    public string? ProductLine { get; set; }
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

    [JsonIgnore] public Terms Terms => new(Amount, Currency, DiscountPercent, Years, PaymentDays, FreeServiceMonths, ProductLine);

    [JsonIgnore]
    public ApprovedTerms? Approved
    {
        // A yes of before currencies were kept with it was to the deal's own.
        get => ApprovedAmount is not { } amount ? null
            : new(new(amount, ApprovedCurrency ?? Currency, ApprovedDiscountPercent ?? 0, ApprovedYears, ApprovedPaymentDays,
                ApprovedFreeServiceMonths, ApprovedProductLine), ApprovedById, ApprovedAt ?? CreatedAt, ApprovedByRule ?? "", ApprovalId);
        set
        {
            var terms = value?.Terms;
            (ApprovedAmount, ApprovedDiscountPercent, ApprovedCurrency, ApprovedYears) =
                (terms?.Amount, terms?.DiscountPercent, terms?.Currency, terms?.Years ?? 1);
            (ApprovedPaymentDays, ApprovedFreeServiceMonths, ApprovedProductLine) =
                (terms?.PaymentDays ?? 0, terms?.FreeServiceMonths ?? 0, terms?.ProductLine);
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

    /// <summary>What approvals know it by.</summary>
    [JsonIgnore] public string Line => string.IsNullOrWhiteSpace(Series) ? Name : Series;
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

namespace ThreeStep.Orders.Campaigns;

/// <summary>A market campaign (市场活动): objective → plan → target accounts → promotion → tracking → hand-over → evaluation.</summary>
public sealed class Campaign
{
    public required string Id { get; init; }
    public required string Name { get; set; }
    public string? Objective { get; set; }
    public CampaignStatus Status { get; set; } = CampaignStatus.Planned;
    public string? OwnerId { get; set; }
    public decimal? Budget { get; set; }
    public string? Currency { get; set; }
    /// <summary>Its first and its last day.</summary>
    public DateOnly? StartsAt { get; set; }
    public DateOnly? EndsAt { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

public enum CampaignStatus { Planned, Running, Evaluating, Closed }

/// <summary>A possible customer (线索) from a campaign, a consultation or tele-sales; accepted or returned by sales.</summary>
public sealed class Lead
{
    public required string Id { get; init; }
    public required string CompanyName { get; set; }
    public string? ContactName { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public required LeadSource Source { get; init; }
    public string? CampaignId { get; init; }
    public string? AccountId { get; set; }
    public string? OwnerId { get; set; }
    public LeadStatus Status { get; set; } = LeadStatus.New;
    public string? ReturnReason { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? HandedOverAt { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
}

public enum LeadSource { Campaign, Inquiry, TeleSales, Service, Web }

public enum LeadStatus { New, HandedOver, Accepted, Returned, Converted, Pool }

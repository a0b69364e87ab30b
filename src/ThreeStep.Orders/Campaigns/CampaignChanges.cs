using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Campaigns;

public sealed record CampaignInput
{
    public string? Name { get; init; }
    public string? Objective { get; init; }
    public string? OwnerId { get; init; }
    public decimal? Budget { get; init; }
    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }
    public DateTimeOffset? StartsAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
}

/// <summary>A campaign is planned; whoever plans it owns it unless told.</summary>
public static class PlanCampaign
{
    public static Campaign Apply(Change change, CampaignInput input)
    {
        var campaign = new Campaign
        {
            Id = change.NewId(),
            Name = Requirements.Required(input.Name, "name", "A name is needed."),
            Objective = input.Objective,
            OwnerId = input.OwnerId ?? change.By.UserId,
            Budget = input.Budget,
            Currency = input.Currency,
            StartsAt = input.StartsAt,
            EndsAt = input.EndsAt,
            CreatedAt = change.Now,
        };
        change.RequireUser(campaign.OwnerId, "ownerId");
        change.Database.Campaigns.Add(campaign);
        return campaign;
    }
}

/// <summary>A planned campaign begins to run.</summary>
public static class StartCampaign
{
    public static Campaign Apply(Change change, string id)
    {
        var campaign = change.Database.Campaigns.Find(id) ?? throw RefusalException.NotFound("campaign", id);
        if (campaign.Status != CampaignStatus.Planned) throw RefusalException.Conflict($"The campaign is {campaign.Status} already.", "status");
        campaign.Status = CampaignStatus.Running;
        change.Queue(LeadEvents.CampaignStarted(campaign));
        return campaign;
    }
}

using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
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
    /// <summary>Its first and its last day.</summary>
    public DateOnly? StartsAt { get; init; }
    public DateOnly? EndsAt { get; init; }
}

/// <summary>A campaign is planned; whoever plans it owns it unless told.</summary>
public static class PlanCampaign
{
    public static Campaign Apply(Change change, CampaignInput input)
    {
        var campaign = new Campaign
        {
            Id = change.NewId(),
            Name = TextField.Required(input.Name, "name", "A name is needed."),
            Objective = TextField.Note(input.Objective, "objective"),
            OwnerId = input.OwnerId ?? change.By.UserId,
            Budget = NumberField.Amount(input.Budget, "budget"),
            Currency = CurrencyField.Of(input.Currency, "currency"),
            StartsAt = DayField.Of(input.StartsAt, "startsAt"),
            EndsAt = DayField.Of(input.EndsAt, "endsAt"),
            CreatedAt = change.Now,
        };
        if (campaign.EndsAt < campaign.StartsAt) throw RefusalException.Invalid("endsAt", "The campaign ends before it begins.");
        change.RequireUser(campaign.OwnerId, "ownerId");
        change.Database.Campaigns.Add(campaign);
        return campaign;
    }
}

/// <summary>
/// A campaign gets another budget. Once it runs, it only gets a smaller one: a larger one would go past whoever was asked for the first.
/// </summary>
public static class ChangeBudget
{
    /// <param name="budget">In the campaign's currency.</param>
    public static Campaign Apply(Change change, string id, decimal? budget)
    {
        var campaign = change.Database.Campaigns.Find(id) ?? throw RefusalException.NotFound("campaign", id);
        var amount = NumberField.Amount(budget, "budget") ?? throw RefusalException.Invalid("budget", "How large is the budget?");
        var subject = ApprovalSubject.Campaign(id).ToString();
        if (change.Database.Approvals.Any(request => request.Subject == subject && request.Kind == ApprovalKind.CampaignBudget
            && request.Status == ApprovalStatus.Pending))
            throw RefusalException.Conflict("This budget is being asked for. Take the question back first.", "budget");
        if (campaign.Status == CampaignStatus.Closed) throw RefusalException.Conflict("The campaign is over.", "status");
        if (campaign.Status != CampaignStatus.Planned && amount > (campaign.Budget ?? 0))
            throw RefusalException.Conflict("The campaign runs already: its budget can only become smaller. Plan another one for what is new.", "budget");
        campaign.Budget = amount;
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

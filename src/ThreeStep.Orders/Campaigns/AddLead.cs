using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Campaigns;

public sealed record LeadInput
{
    public string? CompanyName { get; init; }
    public string? ContactName { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public LeadSource? Source { get; init; }
    public string? CampaignId { get; init; }
    public string? AccountId { get; init; }
    /// <summary>The rep who gets it; null: the pool.</summary>
    public string? OwnerId { get; init; }
    public string? Note { get; init; }
}

/// <summary>A possible customer is handed over to sales.</summary>
public static class AddLead
{
    /// <param name="id">Its id, where a workflow has chosen it already.</param>
    public static Lead Apply(Change change, LeadInput input, string? id = null)
    {
        var lead = new Lead
        {
            Id = id ?? change.NewId(),
            CompanyName = TextField.Required(input.CompanyName, "companyName", "A lead needs a company name."),
            ContactName = TextField.Line(input.ContactName, "contactName", TextField.LongestName),
            Email = MailField.Of(input.Email, "email"),
            Phone = PhoneField.Of(input.Phone, "phone"),
            Source = input.Source ?? LeadSource.Web,
            CampaignId = input.CampaignId,
            AccountId = input.AccountId,
            OwnerId = input.OwnerId,
            Note = TextField.Note(input.Note, "note"),
            Status = LeadStatus.HandedOver,
            CreatedAt = change.Now,
            HandedOverAt = change.Now,
        };
        change.Require("Campaign", lead.CampaignId, "campaignId");
        change.Require("Account", lead.AccountId, "accountId");
        change.RequireUser(lead.OwnerId, "ownerId");
        change.Database.Leads.Add(lead);
        change.Queue(LeadEvents.Created(lead));
        return lead;
    }
}

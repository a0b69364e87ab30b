using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.Campaigns;

/// <summary>Campaigns and leads.</summary>
static class CampaignEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("campaigns", async (DatabaseFile file, [AsParameters] Paging paging) =>
        {
            await using var database = file.Query();
            return await paging.Read(database.Campaigns.OrderByDescending(campaign => campaign.CreatedAt));
        }).WithTags("Campaigns");
        api.MapPost("campaigns", CreateCampaign).WithTags("Campaigns").RequireAuthorization(Policies.Marketing);
        api.MapPost("campaigns/{id}/start", StartCampaign).WithTags("Campaigns").RequireAuthorization(Policies.Marketing);
        api.MapGet("leads", ListLeads).WithTags("Leads");
        api.MapPost("leads", CreateLead).WithTags("Leads").RequireAuthorization(Policies.Customers);
        api.MapPost("leads/{id}/convert", Convert).WithTags("Leads").RequireAuthorization(Policies.Sales);
        api.MapPost("leads/{id}/answer", AnswerLead).WithTags("Leads").RequireAuthorization(Policies.Customers);
    }

    public sealed record CampaignInput(string? Name, string? Objective, string? OwnerId, decimal? Budget, string? Currency, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt);

    public sealed record LeadInput(string? CompanyName, string? ContactName, string? Email, string? Phone, LeadSource? Source, string? CampaignId, string? AccountId, string? OwnerId, string? Note);

    /// <param name="Accept">False returns it to marketing; then a reason is needed.</param>
    public sealed record LeadAnswer(bool? Accept, string? Reason);

    public static async Task<IResult> CreateCampaign(CampaignInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(input.Name)) throw ApiException.Invalid("name", "A name is needed.");
        var campaign = new Campaign
        {
            Id = ids.Next(),
            Name = input.Name.Trim(),
            Objective = input.Objective,
            OwnerId = input.OwnerId ?? caller.UserId(),
            Budget = input.Budget,
            Currency = input.Currency,
            StartsAt = input.StartsAt,
            EndsAt = input.EndsAt,
            CreatedAt = clock.GetUtcNow(),
        };
        await runtime.Change(database =>
        {
            database.CheckUser(campaign.OwnerId, "ownerId");
            database.Campaigns.Add(campaign);
            return [];
        });
        return Results.Created($"/api/campaigns/{campaign.Id}", campaign);
    }

    public static async Task<Campaign> StartCampaign(string id, WorkflowRuntime runtime)
    {
        Campaign? started = null;
        await runtime.Change(database =>
        {
            started = database.Campaigns.Find(id) ?? throw ApiException.NotFound("campaign", id);
            if (started.Status != CampaignStatus.Planned) throw ApiException.Conflict($"The campaign is {started.Status} already.", "status");
            started.Status = CampaignStatus.Running;
            return [DomainEvents.CampaignStarted(started)];
        });
        return started!;
    }

    static async Task<Page<Lead>> ListLeads(ClaimsPrincipal caller, DatabaseFile file, LeadStatus? status, string? ownerId, string? campaignId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Leads(database);
        if (status is not null) rows = rows.Where(lead => lead.Status == status);
        if (ownerId is not null) rows = rows.Where(lead => lead.OwnerId == ownerId);
        if (campaignId is not null) rows = rows.Where(lead => lead.CampaignId == campaignId);
        return await paging.Read(rows.OrderByDescending(lead => lead.CreatedAt));
    }

    public static async Task<IResult> CreateLead(LeadInput input, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(input.CompanyName)) throw ApiException.Invalid("companyName", "A lead needs a company name.");
        var now = clock.GetUtcNow();
        var lead = new Lead
        {
            Id = ids.Next(),
            CompanyName = input.CompanyName.Trim(),
            ContactName = input.ContactName,
            Email = input.Email,
            Phone = input.Phone,
            Source = input.Source ?? LeadSource.Web,
            CampaignId = input.CampaignId,
            AccountId = input.AccountId,
            OwnerId = input.OwnerId,
            Note = input.Note,
            Status = LeadStatus.HandedOver,
            CreatedAt = now,
            HandedOverAt = now,
        };
        await runtime.Change(database =>
        {
            if (lead.CampaignId is not null && database.Campaigns.Find(lead.CampaignId) is null) throw ApiException.Invalid("campaignId", $"There is no campaign '{lead.CampaignId}'.");
            database.CheckAccount(lead.AccountId);
            database.CheckUser(lead.OwnerId, "ownerId");
            database.Leads.Add(lead);
            return [DomainEvents.LeadCreated(lead)];
        });
        return Results.Created($"/api/leads/{lead.Id}", lead);
    }

    public static async Task<Lead> AnswerLead(string id, LeadAnswer answer, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        var accept = answer.Accept ?? throw ApiException.Invalid("accept", "Accept it, or return it with a reason?");
        if (!accept && string.IsNullOrWhiteSpace(answer.Reason)) throw ApiException.Invalid("reason", "A lead is returned with a reason.");
        Lead? answered = null;
        await runtime.Change(database =>
        {
            var lead = database.Leads.Find(id) ?? throw ApiException.NotFound("lead", id);
            if (!RecordAccess.Of(caller, database).Allows(lead.OwnerId)) throw ApiException.NotFound("lead", id);
            if (lead.Status is not (LeadStatus.New or LeadStatus.HandedOver or LeadStatus.Pool)) throw ApiException.Conflict($"The lead is {lead.Status} already.", "status");
            (lead.Status, lead.AnsweredAt, lead.ReturnReason, lead.OwnerId) = (accept ? LeadStatus.Accepted : LeadStatus.Returned, clock.GetUtcNow(), accept ? null : answer.Reason, lead.OwnerId ?? caller.UserId());
            answered = lead;
            return [DomainEvents.LeadAnswered(lead)];
        });
        return answered!;
    }

    /// <summary>Makes an accepted lead a customer of its owner, with the lead's person as a contact. A company that is a customer already stays one customer.</summary>
    public static async Task<Account> Convert(string id, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        Account? account = null;
        await runtime.Change(database =>
        {
            var lead = RecordAccess.Of(caller, database).Leads(database).AsTracking().FirstOrDefault(row => row.Id == id) ?? throw ApiException.NotFound("lead", id);
            if (lead.Status != LeadStatus.Accepted || lead.AccountId is not null) throw ApiException.Conflict($"The lead is {lead.Status} already.", "status");
            var sameName = NameSearch.TextOf(lead.CompanyName);
            account = database.Accounts.FirstOrDefault(row => row.SearchText == sameName);
            if (account is null) database.Accounts.Add(account = new Account { Id = ids.Next(), Name = lead.CompanyName, OwnerId = lead.OwnerId ?? caller.UserId(), CreatedAt = clock.GetUtcNow() });
            else if (!RecordAccess.Of(caller, database).Allows(account.OwnerId)) throw ApiException.Conflict($"The company is a customer of {database.Users.Find(account.OwnerId)!.Name} already.", "companyName");
            var accountId = account.Id;
            if (!string.IsNullOrWhiteSpace(lead.ContactName) && !database.Contacts.Any(contact => contact.AccountId == accountId && contact.Name == lead.ContactName)) database.Contacts.Add(new Contact { Id = ids.Next(), AccountId = account.Id, Name = lead.ContactName, Email = lead.Email, Phone = lead.Phone });
            (lead.AccountId, lead.Status) = (account.Id, LeadStatus.Converted);
            return [];
        });
        return account!;
    }
}

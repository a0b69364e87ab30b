using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Campaigns;

/// <summary>Campaigns and leads.</summary>
static class CampaignEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("campaigns", async (ProcessStore store, [AsParameters] Paging paging) =>
        {
            await using var database = store.Query();
            return await paging.Read(database.Campaigns.OrderByDescending(campaign => campaign.CreatedAt));
        }).WithTags("Campaigns");
        api.MapPost("campaigns", CreateCampaign).WithTags("Campaigns").RequireAuthorization(Policies.Marketing);
        api.MapPatch("campaigns/{id}", Change).WithTags("Campaigns").RequireAuthorization(Policies.Marketing);
        api.MapPost("campaigns/{id}/start", Begin).WithTags("Campaigns").RequireAuthorization(Policies.Marketing);
        api.MapGet("leads", ListLeads).WithTags("Leads");
        api.MapPost("leads", Add).WithTags("Leads").RequireAuthorization(Policies.Customers);
        api.MapPost("leads/{id}/convert", Convert).WithTags("Leads").RequireAuthorization(Policies.Sales);
        api.MapPost("leads/{id}/answer", Answer).WithTags("Leads").RequireAuthorization(Policies.Customers);
    }

    /// <param name="Accept">False returns it to marketing; then a reason is needed.</param>
    public sealed record LeadAnswer(bool? Accept, string? Reason);

    static async Task<IResult> CreateCampaign(CampaignInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var campaign = await records.Write(caller.Actor(), change => PlanCampaign.Apply(change, input));
        return Results.Created($"/api/campaigns/{campaign.Id}", campaign);
    }

    /// <param name="Budget">In the campaign's currency.</param>
    public sealed record BudgetInput(decimal? Budget);

    static Task<Campaign> Change(string id, BudgetInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ChangeBudget.Apply(change, id, input.Budget));

    static Task<Campaign> Begin(string id, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => StartCampaign.Apply(change, id));

    static async Task<Page<Lead>> ListLeads(ClaimsPrincipal caller, ProcessStore store, LeadStatus? status, string? ownerId, string? campaignId,
        [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Leads(database);
        if (status is not null) rows = rows.Where(lead => lead.Status == status);
        if (ownerId is not null) rows = rows.Where(lead => lead.OwnerId == ownerId);
        if (campaignId is not null) rows = rows.Where(lead => lead.CampaignId == campaignId);
        return await paging.Read(rows.OrderByDescending(lead => lead.CreatedAt));
    }

    static async Task<IResult> Add(LeadInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var lead = await records.Write(caller.Actor(), change => AddLead.Apply(change, input));
        return Results.Created($"/api/leads/{lead.Id}", lead);
    }

    static Task<Lead> Answer(string id, LeadAnswer answer, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => AnswerLead.Apply(change, id, answer.Accept, answer.Reason));

    static Task<Account> Convert(string id, LeadConversion? conversion, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ConvertLead.Apply(change, id, conversion));
}

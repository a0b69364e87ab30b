using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Deals;

/// <summary>Deals: list, create, change. A change of terms or stage is told to the workflows before the answer goes out.</summary>
static class DealEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("deals", List).WithTags("Deals");
        api.MapPost("deals", Create).WithTags("Deals").RequireAuthorization(Policies.Sales);
        api.MapGet("deals/{id}", Get).WithTags("Deals");
        api.MapPatch("deals/{id}", Change).WithTags("Deals").RequireAuthorization(Policies.Sales);
        api.MapPost("deals/{id}/ask-for-approval", AskNow).WithTags("Deals").RequireAuthorization(Policies.Sales);
        api.MapGet("deals/{id}/workflows", Workflows).WithTags("Deals");
    }

    /// <summary>A workflow that runs for a deal, and what it waits for.</summary>
    public sealed record RunningWorkflow(string InstanceId, string DefinitionId, string Status, string SubStatus, IReadOnlyList<Wait> Waits);

    /// <param name="DueAt">UTC.</param>
    public sealed record Wait(string ActivityId, string Kind, DateTimeOffset? DueAt);

    static async Task<Page<Deal>> List(
        ClaimsPrincipal caller, ProcessStore store, string? search, string? ownerId, string? accountId, Stage? stage, bool? open, decimal? minAmount,
            [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Deals(database);
        if (!string.IsNullOrWhiteSpace(search))
        {
            var (text, pattern) = (search.Trim(), LikePattern.Containing(search.Trim()));
            rows = rows.Where(deal => LikePattern.Fits(deal.Name, pattern) || deal.Id == text);
        }
        if (ownerId is not null) rows = rows.Where(deal => deal.OwnerId == ownerId);
        if (accountId is not null) rows = rows.Where(deal => deal.AccountId == accountId);
        if (stage is not null) rows = rows.Where(deal => deal.Stage == stage);
        if (open is not null) rows = rows.Where(deal => (deal.Stage != Stage.Won && deal.Stage != Stage.Lost) == open);
        if (minAmount is not null) rows = rows.Where(deal => deal.Amount >= minAmount);
        return await paging.Read(rows.OrderByDescending(deal => deal.Amount).ThenBy(deal => deal.Id));
    }

    static async Task<Deal> Get(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        return await Readable(await database.Deals.FindAsync([id], token), id, caller, database, token);
    }

    static async Task<IResult> Create(DealInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var deal = await records.Write(caller.Actor(), change => CreateDeal.Apply(change, input));
        return Results.Created($"/api/deals/{deal.Id}", deal);
    }

    /// <summary>The workflows have acted when the answer comes: it shows the deal as they left it.</summary>
    static async Task<Deal> Change(string id, DealInput input, ClaimsPrincipal caller, OrderRecords records, ProcessStore store,
        CancellationToken token)
    {
        await records.Write(caller.Actor(), change => ChangeDeal.Apply(change, id, input));
        return await Get(id, caller, store, token);
    }

    static async Task<Deal> AskNow(string id, ClaimsPrincipal caller, OrderRecords records, ProcessStore store, CancellationToken token)
    {
        await records.Write(caller.Actor(), change => AskForApproval.Apply(change, id));
        return await Get(id, caller, store, token);
    }

    static async Task<IReadOnlyList<RunningWorkflow>> Workflows(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        await Readable(await database.Deals.FindAsync([id], token), id, caller, database, token);
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        var instances = await access.InstancesAbout(database).Where(row => row.CorrelationId == id).OrderBy(row => row.CreatedAt)
            .Select(row => new { row.Id, row.DefinitionId, row.Status, row.SubStatus }).ToListAsync(token);
        var instanceIds = instances.Select(instance => instance.Id).ToList();
        var waits = (await database.Bookmarks.Where(row => instanceIds.Contains(row.InstanceId)).ToListAsync(token))
            .ToLookup(row => row.InstanceId);
        return instances.Select(instance => new RunningWorkflow(instance.Id, instance.DefinitionId, instance.Status, instance.SubStatus,
            waits[instance.Id].Select(wait => new Wait(wait.ActivityId, wait.Name, wait.DueAt)).ToList())).ToList();
    }

    /// <summary>Whoever is asked about a deal may read it as well.</summary>
    static async Task<Deal> Readable(Deal? deal, string id, ClaimsPrincipal caller, ProcessDatabase database, CancellationToken token) =>
        deal is not null && (await RecordAccess.Read(caller.Actor(), database, token)).MayRead(deal, database) ? deal
            : throw RefusalException.NotFound("deal", id);
}

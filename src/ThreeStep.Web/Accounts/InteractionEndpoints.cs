using System.Security.Claims;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Accounts;

/// <summary>What happened at a customer. Recording it wakes the workflows that wait for a sign of life.</summary>
static class InteractionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("interactions", List).WithTags("Interactions");
        api.MapPost("interactions", Record).WithTags("Interactions").RequireAuthorization(Policies.Customers);
    }

    static async Task<Page<Interaction>> List(ClaimsPrincipal caller, ProcessStore store, string? accountId, string? dealId,
        [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Interactions(database);
        if (accountId is not null) rows = rows.Where(interaction => interaction.AccountId == accountId);
        if (dealId is not null) rows = rows.Where(interaction => interaction.DealId == dealId);
        return await paging.Read(rows.OrderByDescending(interaction => interaction.At));
    }

    static async Task<IResult> Record(InteractionInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var interaction = await records.Write(caller.Actor(), change => Orders.Interactions.RecordInteraction.Apply(change, input));
        return Results.Created($"/api/interactions/{interaction.Id}", interaction);
    }
}

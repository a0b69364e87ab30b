using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Web.Security;

namespace ThreeStep.Web.Service;

/// <summary>Cases and deliveries.</summary>
static class ServiceEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("cases", ListCases).WithTags("Cases");
        api.MapPost("cases", Receive).WithTags("Cases").RequireAuthorization(Policies.Customers);
        api.MapGet("cases/{id}", GetCase).WithTags("Cases");
        api.MapPatch("cases/{id}", Change).WithTags("Cases").RequireAuthorization(Policies.Customers);
        api.MapGet("deliveries", ListDeliveries).WithTags("Deliveries");
        api.MapPost("deliveries", Plan).WithTags("Deliveries").RequireAuthorization(Policies.Customers);
        api.MapPost("deliveries/{id}/delivered", Delivered).WithTags("Deliveries").RequireAuthorization(Policies.Customers);
    }

    static async Task<Page<ServiceCase>> ListCases(ClaimsPrincipal caller, ProcessStore store, CaseStatus? status, CaseKind? kind, string? ownerId,
        string? accountId, [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Cases(database);
        if (status is not null) rows = rows.Where(item => item.Status == status);
        if (kind is not null) rows = rows.Where(item => item.Kind == kind);
        if (ownerId is not null) rows = rows.Where(item => item.OwnerId == ownerId);
        if (accountId is not null) rows = rows.Where(item => item.AccountId == accountId);
        return await paging.Read(rows.OrderByDescending(item => item.ReceivedAt));
    }

    static async Task<ServiceCase> GetCase(string id, ClaimsPrincipal caller, ProcessStore store, CancellationToken token)
    {
        await using var database = store.Query();
        var access = await RecordAccess.Read(caller.Actor(), database, token);
        return await access.Cases(database).FirstOrDefaultAsync(item => item.Id == id, token)
            ?? throw RefusalException.NotFound("case", id);
    }

    static async Task<IResult> Receive(CaseInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var item = await records.Write(caller.Actor(), change => ReceiveCase.Apply(change, input));
        return Results.Created($"/api/cases/{item.Id}", item);
    }

    static Task<ServiceCase> Change(string id, CaseInput input, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => ChangeCase.Apply(change, id, input));

    static async Task<Page<Delivery>> ListDeliveries(ClaimsPrincipal caller, ProcessStore store, string? dealId, DeliveryStatus? status,
        [AsParameters] Paging paging)
    {
        await using var database = store.Query();
        var rows = (await RecordAccess.Read(caller.Actor(), database, paging.Token)).Deliveries(database);
        if (dealId is not null) rows = rows.Where(delivery => delivery.DealId == dealId);
        if (status is not null) rows = rows.Where(delivery => delivery.Status == status);
        return await paging.Read(rows.OrderBy(delivery => delivery.PromisedAt));
    }

    static async Task<IResult> Plan(DeliveryInput input, ClaimsPrincipal caller, OrderRecords records)
    {
        var delivery = await records.Write(caller.Actor(), change => PlanDelivery.Apply(change, input));
        return Results.Created($"/api/deliveries/{delivery.Id}", delivery);
    }

    static Task<Delivery> Delivered(string id, ClaimsPrincipal caller, OrderRecords records) =>
        records.Write(caller.Actor(), change => MarkDelivered.Apply(change, id));
}

using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Changes;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Hosting;
using ThreeStep.Web.Security;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Web.Service;

/// <summary>Cases and deliveries.</summary>
static class ServiceEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("cases", ListCases).WithTags("Cases");
        api.MapPost("cases", OpenCase).WithTags("Cases").RequireAuthorization(Policies.Customers);
        api.MapGet("cases/{id}", GetCase).WithTags("Cases");
        api.MapPatch("cases/{id}", ChangeCase).WithTags("Cases").RequireAuthorization(Policies.Customers);
        api.MapGet("deliveries", ListDeliveries).WithTags("Deliveries");
        api.MapPost("deliveries", PlanDelivery).WithTags("Deliveries").RequireAuthorization(Policies.Customers);
        api.MapPost("deliveries/{id}/delivered", Delivered).WithTags("Deliveries").RequireAuthorization(Policies.Customers);
    }

    public sealed record CaseInput(CaseKind? Kind, string? Title, string? Description, string? AccountId, string? ContactId, string? DealId, string? OwnerId, CaseStatus? Status, string? Resolution);

    public sealed record DeliveryInput(string? DealId, DateTimeOffset? PromisedAt);

    static async Task<Page<ServiceCase>> ListCases(ClaimsPrincipal caller, DatabaseFile file, CaseStatus? status, CaseKind? kind, string? ownerId, string? accountId, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Cases(database);
        if (status is not null) rows = rows.Where(item => item.Status == status);
        if (kind is not null) rows = rows.Where(item => item.Kind == kind);
        if (ownerId is not null) rows = rows.Where(item => item.OwnerId == ownerId);
        if (accountId is not null) rows = rows.Where(item => item.AccountId == accountId);
        return await paging.Read(rows.OrderByDescending(item => item.ReceivedAt));
    }

    static async Task<ServiceCase> GetCase(string id, ClaimsPrincipal caller, DatabaseFile file)
    {
        await using var database = file.Query();
        return await RecordAccess.Of(caller, database).Cases(database).FirstOrDefaultAsync(item => item.Id == id) ?? throw ApiException.NotFound("case", id);
    }

    public static async Task<IResult> OpenCase(CaseInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids, TimeProvider clock)
    {
        if (input.Kind is null) throw ApiException.Invalid("kind", "What kind of case: Complaint, Warranty or Inquiry?");
        if (string.IsNullOrWhiteSpace(input.Title)) throw ApiException.Invalid("title", "A title is needed.");
        var item = new ServiceCase
        {
            Id = ids.Next(),
            Kind = input.Kind.Value,
            Title = input.Title.Trim(),
            Description = input.Description,
            AccountId = input.AccountId,
            ContactId = input.ContactId,
            DealId = input.DealId,
            OwnerId = input.OwnerId,
            ReceivedAt = clock.GetUtcNow(),
        };
        await runtime.Change(database =>
        {
            database.CheckAccount(item.AccountId);
            database.CheckDeal(item.DealId);
            database.CheckUser(item.OwnerId, "ownerId");
            database.Cases.Add(item);
            return [DomainEvents.CaseOpened(item)];
        });
        return Results.Created($"/api/cases/{item.Id}", item);
    }

    public static async Task<ServiceCase> ChangeCase(string id, CaseInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        ServiceCase? changed = null;
        await runtime.Change(database =>
        {
            var item = changed = RecordAccess.Of(caller, database).Cases(database).FirstOrDefault(row => row.Id == id) ?? throw ApiException.NotFound("case", id);
            item.Title = input.Title ?? item.Title;
            item.Description = input.Description ?? item.Description;
            if (input.OwnerId is not null && input.OwnerId != item.OwnerId) GiveTo(input.OwnerId, item, database);
            item.Resolution = input.Resolution ?? item.Resolution;
            if (input.Status is not { } status || status == item.Status) return [];
            item.Status = status;
            var now = clock.GetUtcNow();
            if (status >= CaseStatus.Acknowledged) item.AcknowledgedAt ??= now;
            if (status >= CaseStatus.Contained) item.ContainedAt ??= now;
            item.ClosedAt = status == CaseStatus.Closed ? now : null;
            return [DomainEvents.CaseChanged(item)];
        });
        return changed!;
    }

    /// <summary>The tasks go with the case, as far as they were its owner's or nobody's.</summary>
    static void GiveTo(string userId, ServiceCase item, ProcessDatabase database)
    {
        database.CheckUser(userId, "ownerId");
        foreach (var task in database.Tasks.AsTracking().Where(task => task.CaseId == item.Id && task.Status == WorkTaskStatus.Open && task.Kind != WorkTaskKind.Escalation && (task.AssigneeId == null || task.AssigneeId == item.OwnerId)))
            (task.AssigneeId, task.SnoozedUntil) = (userId, null);
        item.OwnerId = userId;
    }

    static async Task<Page<Delivery>> ListDeliveries(ClaimsPrincipal caller, DatabaseFile file, string? dealId, DeliveryStatus? status, [AsParameters] Paging paging)
    {
        await using var database = file.Query();
        var rows = RecordAccess.Of(caller, database).Deliveries(database);
        if (dealId is not null) rows = rows.Where(delivery => delivery.DealId == dealId);
        if (status is not null) rows = rows.Where(delivery => delivery.Status == status);
        return await paging.Read(rows.OrderBy(delivery => delivery.PromisedAt));
    }

    public static async Task<IResult> PlanDelivery(DeliveryInput input, ClaimsPrincipal caller, WorkflowRuntime runtime, IIdSource ids)
    {
        if (input.PromisedAt is not { } promisedAt) throw ApiException.Invalid("promisedAt", "When was it promised?");
        Delivery? delivery = null;
        await runtime.Change(database =>
        {
            var deal = RecordAccess.Of(caller, database).Deals(database).FirstOrDefault(row => row.Id == input.DealId) ?? throw ApiException.Invalid("dealId", $"There is no deal '{input.DealId}'.");
            delivery = new Delivery { Id = ids.Next(), DealId = deal.Id, AccountId = deal.AccountId, PromisedAt = promisedAt };
            database.Deliveries.Add(delivery);
            return [DomainEvents.DeliveryPlanned(delivery)];
        });
        return Results.Created($"/api/deliveries/{delivery!.Id}", delivery);
    }

    public static async Task<Delivery> Delivered(string id, ClaimsPrincipal caller, WorkflowRuntime runtime, TimeProvider clock)
    {
        Delivery? changed = null;
        await runtime.Change(database =>
        {
            var delivery = changed = RecordAccess.Of(caller, database).Deliveries(database).FirstOrDefault(row => row.Id == id) ?? throw ApiException.NotFound("delivery", id);
            if (delivery.DeliveredAt is not null) throw ApiException.Conflict($"It was delivered at {delivery.DeliveredAt:yyyy-MM-dd HH:mm zzz}.", "deliveredAt");
            delivery.DeliveredAt = clock.GetUtcNow();
            delivery.Status = delivery.DeliveredAt > delivery.PromisedAt ? DeliveryStatus.Late : DeliveryStatus.Delivered;
            return [DomainEvents.DeliveryDelivered(delivery)];
        });
        return changed!;
    }
}

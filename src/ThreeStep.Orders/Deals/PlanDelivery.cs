using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Deals;

public sealed record DeliveryInput
{
    public string? DealId { get; init; }
    /// <summary>A day at the company.</summary>
    public DateOnly? PromisedAt { get; init; }
}

/// <summary>A delivery is promised. Nothing is delivered on terms that nobody has said yes to.</summary>
public static class PlanDelivery
{
    public static Delivery Apply(Change change, DeliveryInput input)
    {
        if (DayField.Of(input.PromisedAt, "promisedAt") is not { } promisedAt) throw RefusalException.Invalid("promisedAt", "When was it promised?");
        var deal = change.Access.Deals(change.Database).FirstOrDefault(row => row.Id == input.DealId)
            ?? throw RefusalException.Invalid("dealId", $"There is no deal '{input.DealId}'.");
        if (ApprovalStanding.Of(deal, change.Database, change.Definitions).Refusal is { } refusal) throw RefusalException.Conflict(refusal, "dealId");
        var delivery = new Delivery { Id = change.NewId(), DealId = deal.Id, AccountId = deal.AccountId, PromisedAt = promisedAt };
        change.Database.Deliveries.Add(delivery);
        change.Queue(DealEvents.DeliveryPlanned(delivery));
        return delivery;
    }
}

/// <summary>It has come.</summary>
public static class MarkDelivered
{
    public static Delivery Apply(Change change, string id)
    {
        var delivery = change.Access.Deliveries(change.Database).AsTracking().FirstOrDefault(row => row.Id == id)
            ?? throw RefusalException.NotFound("delivery", id);
        if (delivery.DeliveredAt is not null)
            throw RefusalException.Conflict($"It was delivered at {delivery.DeliveredAt:yyyy-MM-dd HH:mm zzz}.", "deliveredAt");
        delivery.DeliveredAt = change.Now;
        var day = CompanyDays.Of(change.Now, CompanyDays.Zone(change.Database));
        delivery.Status = day > delivery.PromisedAt ? DeliveryStatus.Late : DeliveryStatus.Delivered;
        change.Queue(DealEvents.Delivered(delivery));
        return delivery;
    }
}

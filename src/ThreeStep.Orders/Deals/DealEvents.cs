using System.Text.Json.Nodes;
using ThreeStep.Runtime.Commit;

namespace ThreeStep.Orders.Deals;

/// <summary>
/// Events of deals that workflows can wait for or start with. The correlation id is the record's id; the payload's properties are the input of a
/// workflow that starts with the event.
/// </summary>
public static class DealEvents
{
    public static readonly IReadOnlyList<string> Names =
        ["deal-created", "deal-terms-changed", "deal-stage-changed", "deal-closed", "deal-won", "delivery-planned", "delivery-delivered"];

    public static QueuedStimulus Created(Deal deal) => About("deal-created", deal.Id, new() { ["DealId"] = deal.Id });
    public static QueuedStimulus TermsChanged(Deal deal) => About("deal-terms-changed", deal.Id, new() { ["DealId"] = deal.Id });
    public static QueuedStimulus StageChanged(Deal deal) =>
        About("deal-stage-changed", deal.Id, new() { ["DealId"] = deal.Id, ["Stage"] = deal.Stage.ToString() });
    public static QueuedStimulus Closed(Deal deal) =>
        About("deal-closed", deal.Id, new() { ["DealId"] = deal.Id, ["Stage"] = deal.Stage.ToString() });
    public static QueuedStimulus Won(Deal deal) => About("deal-won", deal.Id, new() { ["DealId"] = deal.Id });
    public static QueuedStimulus DeliveryPlanned(Delivery delivery) =>
        About("delivery-planned", delivery.Id, new() { ["DeliveryId"] = delivery.Id, ["DealId"] = delivery.DealId });
    public static QueuedStimulus Delivered(Delivery delivery) =>
        About("delivery-delivered", delivery.Id, new() { ["DeliveryId"] = delivery.Id, ["DealId"] = delivery.DealId });

    static QueuedStimulus.PublishEvent About(string name, string id, JsonObject payload) => new(name, id, null, payload);
}

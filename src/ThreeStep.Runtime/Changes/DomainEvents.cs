using System.Text.Json.Nodes;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Service;
using ThreeStep.Runtime.Commit;

namespace ThreeStep.Runtime.Changes;

/// <summary>
/// Events of the domain that workflows can wait for or start with. The correlation id is the record's id; the payload's properties are the
/// input of a workflow that starts with the event.
/// </summary>
public static class DomainEvents
{
    public static readonly IReadOnlyList<string> Names =
    [
        "deal-created", "deal-terms-changed", "deal-stage-changed", "deal-closed", "deal-won", "lead-created", "lead-answered", "case-opened", "case-changed", "campaign-started", "delivery-planned", "delivery-delivered",
    ];

    public static QueuedStimulus DealCreated(Deal deal) => About("deal-created", deal.Id, new() { ["DealId"] = deal.Id });
    public static QueuedStimulus DealTermsChanged(Deal deal) => About("deal-terms-changed", deal.Id, new() { ["DealId"] = deal.Id });
    public static QueuedStimulus DealStageChanged(Deal deal) => About("deal-stage-changed", deal.Id, new() { ["DealId"] = deal.Id, ["Stage"] = deal.Stage.ToString() });
    public static QueuedStimulus DealClosed(Deal deal) => About("deal-closed", deal.Id, new() { ["DealId"] = deal.Id, ["Stage"] = deal.Stage.ToString() });
    public static QueuedStimulus DealWon(Deal deal) => About("deal-won", deal.Id, new() { ["DealId"] = deal.Id });
    public static QueuedStimulus LeadCreated(Lead lead) => About("lead-created", lead.Id, new() { ["LeadId"] = lead.Id });
    public static QueuedStimulus LeadAnswered(Lead lead) => About("lead-answered", lead.Id, new() { ["LeadId"] = lead.Id, ["Status"] = lead.Status.ToString() });
    public static QueuedStimulus CaseOpened(ServiceCase item) => About("case-opened", item.Id, new() { ["CaseId"] = item.Id });
    public static QueuedStimulus CaseChanged(ServiceCase item) => About("case-changed", item.Id, new() { ["CaseId"] = item.Id, ["Status"] = item.Status.ToString() });
    public static QueuedStimulus CampaignStarted(Campaign campaign) => About("campaign-started", campaign.Id, new() { ["CampaignId"] = campaign.Id });
    public static QueuedStimulus DeliveryPlanned(Delivery delivery) => About("delivery-planned", delivery.Id, new() { ["DeliveryId"] = delivery.Id, ["DealId"] = delivery.DealId });
    public static QueuedStimulus DeliveryDelivered(Delivery delivery) => About("delivery-delivered", delivery.Id, new() { ["DeliveryId"] = delivery.Id, ["DealId"] = delivery.DealId });

    static QueuedStimulus.PublishEvent About(string name, string id, JsonObject payload) => new(name, id, null, payload);
}

using System.Text.Json.Nodes;
using ThreeStep.Runtime.Commit;

namespace ThreeStep.Orders.Campaigns;

/// <summary>Events of campaigns and leads that workflows can wait for or start with; see <see cref="Deals.DealEvents"/>.</summary>
public static class LeadEvents
{
    public static readonly IReadOnlyList<string> Names = ["lead-created", "lead-answered", "campaign-started"];

    public static QueuedStimulus Created(Lead lead) => About("lead-created", lead.Id, new() { ["LeadId"] = lead.Id });
    public static QueuedStimulus Answered(Lead lead) =>
        About("lead-answered", lead.Id, new() { ["LeadId"] = lead.Id, ["Status"] = lead.Status.ToString() });
    public static QueuedStimulus CampaignStarted(Campaign campaign) => About("campaign-started", campaign.Id, new() { ["CampaignId"] = campaign.Id });

    static QueuedStimulus.PublishEvent About(string name, string id, JsonObject payload) => new(name, id, null, payload);
}

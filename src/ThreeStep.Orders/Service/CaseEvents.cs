using System.Text.Json.Nodes;
using ThreeStep.Runtime.Commit;

namespace ThreeStep.Orders.Service;

/// <summary>Events of cases that workflows can wait for or start with; see <see cref="Deals.DealEvents"/>.</summary>
public static class CaseEvents
{
    public static readonly IReadOnlyList<string> Names = ["case-opened", "case-changed"];

    public static QueuedStimulus Opened(ServiceCase item) => About("case-opened", item.Id, new() { ["CaseId"] = item.Id });
    public static QueuedStimulus Changed(ServiceCase item) =>
        About("case-changed", item.Id, new() { ["CaseId"] = item.Id, ["Status"] = item.Status.ToString() });

    static QueuedStimulus.PublishEvent About(string name, string id, JsonObject payload) => new(name, id, null, payload);
}

using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Service;

namespace ThreeStep.Orders.Catalogue;

/// <summary>All events that the product publishes.</summary>
public static class OrderEvents
{
    public static readonly IReadOnlyList<string> Names = [.. DealEvents.Names, .. LeadEvents.Names, .. CaseEvents.Names];
}

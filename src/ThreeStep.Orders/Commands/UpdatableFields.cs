namespace ThreeStep.Orders.Commands;

/// <summary>The fields a workflow may set with UpdateRecord, by kind of record. Everything else has an activity of its own.</summary>
public static class UpdatableFields
{
    public static readonly IReadOnlyDictionary<string, IReadOnlySet<string>> ByKind = new Dictionary<string, IReadOnlySet<string>>(StringComparer.OrdinalIgnoreCase)
    {
        ["Account"] = new HashSet<string> { "tier", "segment", "ownerId" },
        ["Deal"] = new HashSet<string> { "nextActivity", "nextActivityAt", "competitor", "expectedCloseAt", "approvedAmount", "approvedDiscountPercent", "lostReason" },
        ["Lead"] = new HashSet<string> { "status", "ownerId", "accountId", "answeredAt", "returnReason", "note" },
        ["Case"] = new HashSet<string> { "status", "ownerId", "acknowledgedAt", "containedAt", "closedAt", "resolution" },
        ["Campaign"] = new HashSet<string> { "status" },
        ["Delivery"] = new HashSet<string> { "status", "deliveredAt", "promisedAt" },
    };
}

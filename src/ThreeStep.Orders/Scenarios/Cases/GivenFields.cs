using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Scenarios.Cases;

/// <summary>Which fields of records a story tells: those they are made with, and those that come to be later.</summary>
static class GivenFields
{
    public static readonly IReadOnlyList<string> Terms = ["amount", "currency", "discountPercent", "years", "paymentDays", "freeServiceMonths"];

    public static readonly IReadOnlyList<string> Approved =
    [
        "approvedAmount", "approvedDiscountPercent", "approvedCurrency", "approvedYears", "approvedPaymentDays", "approvedFreeServiceMonths",
        "approvedProductLine", "approvedById", "approvedByRule", "approvedAt",
    ];

    /// <summary>What a new record of a kind is made with, as it was first read.</summary>
    public static Dictionary<string, JsonNode?> Of(string kind, JsonObject? read)
    {
        var names = kind switch
        {
            "Account" => ["ownerId", "tier"],
            "Deal" => ["accountId", "ownerId", "stage", .. Terms, "product", "nextActivity", "nextActivityAt"],
            "Lead" => ["ownerId", "accountId", "campaignId", "source", "note"],
            "Case" => ["kind", "accountId", "dealId", "ownerId", "description"],
            "Campaign" => (string[])["ownerId", "budget", "currency"],
            _ => [],
        };
        var fields = names.ToDictionary(name => name, name => read?[name]?.DeepClone());
        // Nothing is made in these stages; it comes to them later.
        if (kind == "Deal" && fields["stage"]?.ToString() is "Won" or "Lost") fields["stage"] = "Negotiating";
        return fields;
    }

    /// <summary>What a record may hold from before that it is not made with.</summary>
    public static IReadOnlyList<string> Later(string kind) => kind switch
    {
        "Deal" => ["stage", "productLine", .. Approved],
        "Lead" => ["status"],
        "Case" => ["status", "resolution", "receivedAt"],
        "Campaign" => ["status"],
        _ => [],
    };

    /// <summary>What is told where a record is read with something else than the story has come to.</summary>
    public static IReadOnlyList<string> Watched(string kind) => kind switch
    {
        "Account" => ["ownerId"],
        "Deal" => ["ownerId", "stage", .. Terms, "nextActivity", "nextActivityAt"],
        "Lead" => ["ownerId", "status", "accountId"],
        "Case" => ["ownerId", "status", "resolution", "description"],
        "Campaign" => ["budget", "status"],
        _ => [],
    };

    /// <summary>As stories call a field.</summary>
    public static string Short(string field) => field switch
    {
        "accountId" => "customer",
        "ownerId" => "owner",
        "dealId" => "deal",
        "campaignId" => "campaign",
        "discountPercent" => "discount",
        _ => field,
    };
}

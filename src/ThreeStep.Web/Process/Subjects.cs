using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Service;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Process;

/// <param name="Address">Its page; null where there is none.</param>
public sealed record Subject(string Name, string? Address);

/// <summary>What instances are about: their correlation ids are ids of records.</summary>
static class Subjects
{
    /// <param name="ids">Of records the reader may see.</param>
    public static Dictionary<string, Subject> Of(ProcessDatabase database, IEnumerable<string?> ids)
    {
        var wanted = ids.OfType<string>().Distinct().ToList();
        if (wanted.Count == 0) return [];
        var found = new Dictionary<string, Subject>();
        foreach (var deal in database.Deals.Where(row => wanted.Contains(row.Id)).Select(row => new { row.Id, row.Name }))
            found.TryAdd(deal.Id, new(deal.Name, $"/deals/{deal.Id}"));
        foreach (var lead in database.Leads.Where(row => wanted.Contains(row.Id)).Select(row => new { row.Id, row.CompanyName }))
            found.TryAdd(lead.Id, new(lead.CompanyName, $"/leads/{lead.Id}"));
        foreach (var item in database.Cases.Where(row => wanted.Contains(row.Id)).Select(row => new { row.Id, row.Title }))
            found.TryAdd(item.Id, new(item.Title, $"/cases/{item.Id}"));
        foreach (var account in database.Accounts.Where(row => wanted.Contains(row.Id)).Select(row => new { row.Id, row.Name }))
            found.TryAdd(account.Id, new(account.Name, $"/accounts/{account.Id}"));
        foreach (var campaign in database.Campaigns.Where(row => wanted.Contains(row.Id)).Select(row => new { row.Id, row.Name }))
            found.TryAdd(campaign.Id, new(campaign.Name, null));
        return found;
    }
}

using Microsoft.EntityFrameworkCore;
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
    sealed record Named(string Id, string Name);

    /// <param name="ids">Of records the reader may see.</param>
    public static async Task<Dictionary<string, Subject>> Of(ProcessDatabase database, IEnumerable<string?> ids, CancellationToken token)
    {
        var wanted = ids.OfType<string>().Distinct().ToList();
        if (wanted.Count == 0) return [];
        var found = new Dictionary<string, Subject>();
        await Add(database.Deals.Where(row => wanted.Contains(row.Id)).Select(row => new Named(row.Id, row.Name)), "/deals/");
        await Add(database.Leads.Where(row => wanted.Contains(row.Id)).Select(row => new Named(row.Id, row.CompanyName)), "/leads/");
        await Add(database.Cases.Where(row => wanted.Contains(row.Id)).Select(row => new Named(row.Id, row.Title)), "/cases/");
        await Add(database.Accounts.Where(row => wanted.Contains(row.Id)).Select(row => new Named(row.Id, row.Name)), "/accounts/");
        await Add(database.Campaigns.Where(row => wanted.Contains(row.Id)).Select(row => new Named(row.Id, row.Name)), null);
        return found;

        async Task Add(IQueryable<Named> records, string? path)
        {
            foreach (var row in await records.ToListAsync(token))
                found.TryAdd(row.Id, new(row.Name, path is null ? null : path + row.Id));
        }
    }
}

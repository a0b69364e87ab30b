using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Search;

/// <summary>Finds instances by a part of their name in a store that nodes share, which has an index of the trigrams of names.</summary>
static class SharedNames
{
    const string Escape = @"\";

    public static async Task<IReadOnlyList<string>?> All(ProcessStore store, string part, int atMost, CancellationToken token)
    {
        await using var database = store.Query();
        var ids = await Named(database, part).Select(row => row.Id).Take(atMost + 1).ToListAsync(token);
        return ids.Count > atMost ? null : ids;
    }

    public static async Task<NameMatches> First(ProcessStore store, string part, bool newestFirst, int atMost, CancellationToken token)
    {
        await using var database = store.Query();
        var named = Named(database, part);
        var found = await (newestFirst ? named.OrderByDescending(row => row.CreatedAt) : named.OrderBy(row => row.CreatedAt))
            .Select(row => new { row.Id, row.CreatedAt }).Take(atMost + 1).ToListAsync(token);
        if (found.Count <= atMost) return new([.. found.Select(row => row.Id)], null);
        return new([.. found.Take(atMost).Select(row => row.Id)], found[atMost - 1].CreatedAt);
    }

    static IQueryable<InstanceRow> Named(ProcessDatabase database, string part)
    {
        var pattern = $"%{part.ToLowerInvariant().Replace(Escape, @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
        // The database's own lower(), which knows the letters of ASCII, and which the index is on.
#pragma warning disable CA1304, CA1311
        return database.Instances.Where(row => row.Name != null && EF.Functions.Like(row.Name.ToLower(), pattern, Escape));
#pragma warning restore CA1304, CA1311
    }
}

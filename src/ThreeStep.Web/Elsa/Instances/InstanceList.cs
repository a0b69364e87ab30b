using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Catalogue;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Http;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// A page of the list of instances, at once however many there are: what is few is sorted as it is, what is many, or a large part of all, is found by
/// walking along the order's index; rows come without their documents.
/// </summary>
static class InstanceList
{
    /// <summary>So many at most are fetched and sorted; more are met soon enough on the way along the order.</summary>
    const int SortedAtMost = 2_000;

    /// <summary>So are fewer, where they are one of so many instances or more.</summary>
    const int OneOf = 4;

    /// <summary>So many of what fits a filter are counted. Where there are more, the total says that there are pages to come, not how many.</summary>
    const int CountedAtMost = 10_000;

    public static async Task<(IReadOnlyList<InstanceRow> Rows, int Total)> Page(ProcessDatabase database, RecordAccess access, InstanceNames names,
        JsonObject filter, int page, int size, CancellationToken token)
    {
        // For all that is asked below.
        await database.Database.OpenConnectionAsync(token);
        var search = await InstanceFilter.Search(database, names, filter, token);
        var rows = search?.Among(database.Instances, Fitting) ?? Fitting(database.Instances);
        var order = Order.Of(filter);
        var skip = (int)Math.Min((long)page * size, int.MaxValue - size);
        if (ReferenceEquals(rows, database.Instances))
        {
            // Without a filter the count is one of pages of an index, and the order can be walked from its nearer end.
            var count = await database.Instances.CountAsync(token);
            var found = skip > count / 2
                ? await FromTheEnd(rows, order, skip, size, count, token)
                : await Fetch(order.Sort(rows).Skip(skip).Take(size), token);
            return (found, count);
        }
        if (search is { IsWholeId: false, IsNamed: false }) return await OfMany(database, Fitting, search, order, skip, size, token);
        var isNamed = search is { IsNamed: true };
        var countedAtMost = !isNamed ? Math.Max(CountedAtMost, skip + 10 * size) : int.MaxValue;
        var total = await rows.Select(row => 1).Take(countedAtMost).CountAsync(token);
        // What a search has named by its ids is wherever it is: it is sorted by itself, not met on the way.
        if (!isNamed && (total > SortedAtMost || await IsLargePart(database, total, token)))
        {
            var met = await Fetch(order.Sort(order.IsOfFilters ? rows : OnTheWay(database, rows)).Skip(skip).Take(size), token);
            return (met, total < countedAtMost ? total : AtLeast(total, skip, size, met.Count));
        }
        return (await Sorted(rows, order, skip, size, token), total);

        IQueryable<InstanceRow> Fitting(IQueryable<InstanceRow> instances) =>
            InstanceFilter.Apply(access.NotHidden(instances), filter);
    }

    /// <summary>A search finds too many to name them all; the filter may leave few or many.</summary>
    static async Task<(IReadOnlyList<InstanceRow> Rows, int Total)> OfMany(ProcessDatabase database,
        Func<IQueryable<InstanceRow>, IQueryable<InstanceRow>> fitting, InstanceSearch search, Order order, int skip, int size,
        CancellationToken token)
    {
        var rows = search.Among(database.Instances, fitting);
        if (await fitting(database.Instances).Select(row => 1).Take(SortedAtMost + 1).CountAsync(token) <= SortedAtMost)
            return (await Sorted(rows, order, skip, size, token), await rows.CountAsync(token));
        var found = order.IsOfFilters && await search.Page(database.Instances, fitting, !order.Ascending, skip, size, token) is { } ids
            ? await InOrder(database, ids, token)
            : await Fetch(order.Sort(OnTheWay(database, rows)).Skip(skip).Take(size), token);
        return (found, AtLeast(SortedAtMost + 1, skip, size, found.Count));
    }

    /// <summary>A total that says whether there are more pages. Where a page is not full, it is the last one, and the total is exact.</summary>
    static int AtLeast(int total, int skip, int size, int found) =>
        found == size ? Math.Max(total, skip + size + 1) : found > 0 || skip == 0 ? skip + found : Math.Min(total, skip);

    /// <summary>Of few instances the most are met at once, like those of many.</summary>
    static async Task<bool> IsLargePart(ProcessDatabase database, int total, CancellationToken token) =>
        await database.Instances.Select(row => 1).Take(total * OneOf + 1).CountAsync(token) <= total * OneOf;

    /// <summary>
    /// What fits, so that it is found on the way along the order. The filters' own indexes are sorted by the time of creation; by any other order
    /// they would be read whole and sorted, so each row on the way is looked at by itself.
    /// </summary>
    static IQueryable<InstanceRow> OnTheWay(ProcessDatabase database, IQueryable<InstanceRow> rows) =>
        database.Instances.Where(row => rows.Any(fitting => fitting.Id == row.Id));

    /// <summary>Few are found first, by the filter's index, and then sorted. Without the limit inside, the order's index would be walked.</summary>
    static Task<List<InstanceRow>> Sorted(IQueryable<InstanceRow> few, Order order, int skip, int size, CancellationToken token) =>
        Fetch(order.Sort(few.Take(InstanceSearch.NamedAtMost)).Skip(skip).Take(size), token);

    static async Task<List<InstanceRow>> InOrder(ProcessDatabase database, List<string> ids, CancellationToken token)
    {
        var known = (await Fetch(database.Instances.Where(row => ids.Contains(row.Id)), token)).ToDictionary(row => row.Id);
        return ids.Where(known.ContainsKey).Select(id => known[id]).ToList();
    }

    static async Task<List<InstanceRow>> FromTheEnd(IQueryable<InstanceRow> rows, Order order, int skip, int size, int count,
        CancellationToken token)
    {
        var left = Math.Clamp(count - skip, 0, size);
        var found = await Fetch(order.Reversed().Sort(rows).Skip(Math.Max(0, count - skip - size)).Take(left), token);
        found.Reverse();
        return found;
    }

    static Task<List<InstanceRow>> Fetch(IQueryable<InstanceRow> rows, CancellationToken token) => rows.Select(row => new InstanceRow
    {
        Id = row.Id,
        DefinitionId = row.DefinitionId,
        DefinitionVersionId = row.DefinitionVersionId,
        DefinitionVersion = row.DefinitionVersion,
        Status = row.Status,
        SubStatus = row.SubStatus,
        CorrelationId = row.CorrelationId,
        Name = row.Name,
        ParentInstanceId = row.ParentInstanceId,
        IncidentCount = row.IncidentCount,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        FinishedAt = row.FinishedAt,
        RowVersion = row.RowVersion,
        Document = System.Array.Empty<byte>(),
    }).ToListAsync(token);

    /// <summary>By which of Elsa's columns, and which way.</summary>
    sealed record Order(string Column, bool Ascending)
    {
        public static Order Of(JsonObject filter) => new(filter.Text("orderBy") ?? "", filter.Text("orderDirection") == "Ascending");

        /// <summary>By the time of creation, which comes second in the indexes of filters.</summary>
        public bool IsOfFilters => Column is not ("Name" or "UpdatedAt" or "LastExecuted" or "Finished" or "FinishedAt");

        public Order Reversed() => this with { Ascending = !Ascending };

        public IQueryable<InstanceRow> Sort(IQueryable<InstanceRow> rows) => Column switch
        {
            "Name" => By(rows, row => row.Name),
            "UpdatedAt" or "LastExecuted" => By(rows, row => row.UpdatedAt),
            "Finished" or "FinishedAt" => By(rows, row => row.FinishedAt),
            _ => By(rows, row => row.CreatedAt),
        };

        IQueryable<InstanceRow> By<TKey>(IQueryable<InstanceRow> rows, Expression<Func<InstanceRow, TKey>> key) =>
            Ascending ? rows.OrderBy(key) : rows.OrderByDescending(key);
    }
}

using System.Linq.Expressions;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
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

    public static async Task<(IReadOnlyList<InstanceRow> Rows, int Total)> Page(ProcessDatabase database, JsonObject filter, int page, int size,
        CancellationToken token)
    {
        var fitting = InstanceFilter.Apply(database.Instances, filter);
        var search = await InstanceFilter.Search(database, filter, token);
        var rows = search?.Among(fitting) ?? fitting;
        var skip = (int)Math.Min((long)page * size, int.MaxValue - size);
        var order = Order.Of(filter);
        if (ReferenceEquals(rows, database.Instances))
        {
            // Without a filter the count is one of pages of an index, and the order can be walked from its nearer end.
            var count = await database.Instances.CountAsync(token);
            var found = skip > count / 2
                ? await FromTheEnd(rows, order, skip, size, count, token)
                : await Fetch(order.Sort(rows).Skip(skip).Take(size), token);
            return (found, count);
        }
        var countedAtMost = Math.Max(CountedAtMost, skip + 10 * size);
        var total = await Count(rows, fitting, search, countedAtMost, token);
        // What a search has named by its ids is wherever it is: it is sorted by itself, not met on the way.
        if (search is not { AreMany: false } && (total > SortedAtMost || await IsLargePart(database, total, token)))
        {
            var many = await Fetch(order.Sort(Along(database, rows, order, search)).Skip(skip).Take(size), token);
            var isAll = search is null && total < countedAtMost;
            return (many, isAll ? total : Math.Max(total, skip + many.Count + (many.Count == size ? 1 : 0)));
        }
        var ids = (await order.SortFew(rows, token)).Skip(skip).Take(size).ToList();
        var known = (await Fetch(database.Instances.Where(row => ids.Contains(row.Id)), token)).ToDictionary(row => row.Id);
        return (ids.Where(known.ContainsKey).Select(id => known[id]).ToList(), total);
    }

    /// <summary>Of few instances the most are met at once, like those of many.</summary>
    static async Task<bool> IsLargePart(ProcessDatabase database, int total, CancellationToken token) =>
        await database.Instances.Select(row => 1).Take(total * OneOf + 1).CountAsync(token) <= total * OneOf;

    /// <summary>How many fit: up to a limit; or where a search finds many, at least so many as are found among the first.</summary>
    static async Task<int> Count(IQueryable<InstanceRow> rows, IQueryable<InstanceRow> fitting, InstanceSearch? search, int atMost,
        CancellationToken token)
    {
        if (search is null) return await rows.Select(row => 1).Take(atMost).CountAsync(token);
        if (!search.AreMany || await fitting.Select(row => 1).Take(SortedAtMost + 1).CountAsync(token) <= SortedAtMost)
            return await rows.CountAsync(token);
        return Math.Max(SortedAtMost + 1, await search.Named(fitting).CountAsync(token));
    }

    /// <summary>
    /// What fits, so that it is found on the way along the order. The filters' own indexes are sorted by the time of creation; by any other order
    /// they would be read whole and sorted, so each row on the way is looked at by itself.
    /// </summary>
    static IQueryable<InstanceRow> Along(ProcessDatabase database, IQueryable<InstanceRow> rows, Order order, InstanceSearch? search) =>
        order.IsOfFilters && search is null ? rows : database.Instances.Where(row => rows.Any(fitting => fitting.Id == row.Id));

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

        /// <summary>The ids of a few rows in this order. They are sorted here, so that the filter's index is the one that is used.</summary>
        public async Task<IEnumerable<string>> SortFew(IQueryable<InstanceRow> rows, CancellationToken token)
        {
            var keys = await rows.Select(row => new { row.Id, row.Name, row.CreatedAt, row.UpdatedAt, row.FinishedAt }).ToListAsync(token);
            var sorted = Column switch
            {
                "Name" => keys.OrderBy(row => row.Name, StringComparer.Ordinal),
                "UpdatedAt" or "LastExecuted" => keys.OrderBy(row => row.UpdatedAt),
                "Finished" or "FinishedAt" => keys.OrderBy(row => row.FinishedAt),
                _ => keys.OrderBy(row => row.CreatedAt),
            };
            var ids = sorted.Select(row => row.Id);
            return Ascending ? ids : ids.Reverse();
        }
    }
}

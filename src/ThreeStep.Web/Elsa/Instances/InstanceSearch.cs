using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// Finds instances by a term: by their id, by the id of their record, by what their workflow is called, or by a part of their own name. Few are
/// named by their ids, many are looked for in the order of the list.
/// </summary>
/// <param name="Term">As it was written, without spaces around it.</param>
/// <param name="Workflows">Definition ids of the workflows that are called so.</param>
/// <param name="Exact">Ids of the instances that have the term as their id, or as that of their record.</param>
/// <param name="Ids">Of all that may be found; null where that is not said, because they are many or the instances few.</param>
sealed record InstanceSearch(string Term, IReadOnlyList<string> Workflows, IReadOnlyList<string> Exact, IReadOnlyList<string>? Ids,
    InstanceNames Names)
{
    public const int NamedAtMost = 5_000;

    /// <summary>Where there are so few instances, each is looked at.</summary>
    const int AllAtMost = 2_000;

    /// <summary>So many workflows that are called so are looked at each by itself.</summary>
    const int WorkflowsAtMost = 12;

    /// <summary>So many ids are asked for at once.</summary>
    const int LongestQuestion = 20_000;

    /// <summary>Whether what is found is named by its ids.</summary>
    public bool IsNamed => Ids is not null;

    /// <summary>Whoever writes a whole id means that one, and not a part of a name.</summary>
    public bool IsWholeId => Exact.Count > 0 && Workflows.Count == 0;

    public static async Task<InstanceSearch> For(string term, ProcessDatabase database, InstanceNames names, CancellationToken token)
    {
        var pattern = LikePattern.Containing(term);
        var workflows = await database.Definitions.Where(row => row.IsLatest
            && (LikePattern.Fits(row.DefinitionId, pattern) || LikePattern.Fits(row.Name, pattern)))
            .Select(row => row.DefinitionId).Distinct().ToListAsync(token);
        var exact = await database.Instances.Where(row => row.Id == term || row.CorrelationId == term).Select(row => row.Id).Take(NamedAtMost)
            .ToListAsync(token);
        var search = new InstanceSearch(term, workflows, exact, null, names);
        if (search.IsWholeId) return exact.Count < NamedAtMost ? search with { Ids = exact } : search;
        if (await database.Instances.Select(row => 1).Take(AllAtMost + 1).CountAsync(token) <= AllAtMost) return search;
        var ids = new HashSet<string>(exact);
        foreach (var workflow in workflows)
        {
            ids.UnionWith(await database.Instances.Where(row => row.DefinitionId == workflow).Select(row => row.Id).Take(NamedAtMost)
                .ToListAsync(token));
            if (ids.Count >= NamedAtMost) return search;
        }
        if (exact.Count == NamedAtMost || await names.All(term, NamedAtMost, token) is not { } called) return search;
        ids.UnionWith(called);
        return ids.Count <= NamedAtMost ? search with { Ids = [.. ids] } : search;
    }

    /// <summary>All of <paramref name="instances"/> that fit a filter and are found.</summary>
    public IQueryable<InstanceRow> Among(IQueryable<InstanceRow> instances, Func<IQueryable<InstanceRow>, IQueryable<InstanceRow>> fitting) =>
        Found(fitting(Ids is null ? instances : Named(instances, Ids)));

    IQueryable<InstanceRow> Found(IQueryable<InstanceRow> rows)
    {
        if (IsWholeId) return rows.Where(row => row.Id == Term || row.CorrelationId == Term);
        var pattern = LikePattern.Containing(Term);
        return rows.Where(row => row.Id == Term || row.CorrelationId == Term || Workflows.Contains(row.DefinitionId)
            || LikePattern.Fits(row.Name, pattern));
    }

    /// <summary>The limit inside has these rows fetched first, before SQLite thinks of an index for whatever else is asked of them.</summary>
    static IQueryable<InstanceRow> Named(IQueryable<InstanceRow> instances, IReadOnlyList<string> ids) =>
        instances.Where(row => EF.Parameter(ids).Contains(row.Id)).Take(ids.Count);

    /// <summary>
    /// Of many that are found, a page in the order of their creation. Each workflow has its own first ones, and so have the names; the first of all
    /// are among these.
    /// </summary>
    /// <returns>Null where more ids would have to be asked for than is quick.</returns>
    public async Task<List<string>?> Page(IQueryable<InstanceRow> instances, Func<IQueryable<InstanceRow>, IQueryable<InstanceRow>> fitting,
        bool newestFirst, int skip, int size, CancellationToken token)
    {
        if (Workflows.Count > WorkflowsAtMost || Exact.Count == NamedAtMost || skip > LongestQuestion) return null;
        var first = new HashSet<string>(Exact);
        foreach (var workflow in Workflows)
            first.UnionWith(await Sort(fitting(instances).Where(row => row.DefinitionId == workflow)).Select(row => row.Id).Take(skip + size)
                .ToListAsync(token));
        for (var atMost = 2 * (skip + size); first.Count + atMost <= LongestQuestion; atMost *= 4)
        {
            var called = await Names.First(Term, newestFirst, atMost, token);
            var ids = called.Ids.Union(first).ToList();
            var page = await Sort(Found(fitting(Named(instances, ids)))).Skip(skip).Take(size).Select(row => new { row.Id, row.CreatedAt })
                .ToListAsync(token);
            if (called.Until is not { } until || (page.Count == size && (newestFirst ? page[^1].CreatedAt > until : page[^1].CreatedAt < until)))
                return [.. page.Select(row => row.Id)];
        }
        return null;

        IQueryable<InstanceRow> Sort(IQueryable<InstanceRow> rows) => newestFirst
            ? rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
            : rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id);
    }
}

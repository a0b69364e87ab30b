using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Elsa.Instances;

/// <summary>
/// Finds instances by a term: by their id, by the id of their record, by what their workflow is called, or by a part of their own name. Few are
/// found in the indexes and named by their ids; many are met soon enough on the way along the list.
/// </summary>
/// <param name="Term">As it was written, without spaces around it.</param>
/// <param name="Workflows">Definition ids of the workflows that are called so.</param>
/// <param name="Ids">Of what was found: of all of it, or of one more than <see cref="NamedAtMost"/>.</param>
sealed record InstanceSearch(string Term, IReadOnlyList<string> Workflows, IReadOnlyList<string> Ids)
{
    public const int NamedAtMost = 5_000;

    /// <summary>True where there are more than <see cref="Ids"/>.</summary>
    public bool AreMany => Ids.Count > NamedAtMost;

    public static async Task<InstanceSearch> For(string term, ProcessDatabase database, CancellationToken token)
    {
        var pattern = LikePattern.Containing(term);
        var workflows = await database.Definitions.Where(row => row.IsLatest
            && (EF.Functions.Like(row.DefinitionId, pattern, LikePattern.Escape) || EF.Functions.Like(row.Name, pattern, LikePattern.Escape)))
            .Select(row => row.DefinitionId).Distinct().ToListAsync(token);
        var ids = new HashSet<string>();
        await Add(database.Instances.Where(row => row.Id == term));
        await Add(database.Instances.Where(row => row.CorrelationId == term));
        // Who writes a whole id means that one, and not a part of a name.
        if (ids.Count > 0 && workflows.Count == 0) return new InstanceSearch(term, workflows, ids.ToList());
        foreach (var workflow in workflows) await Add(database.Instances.Where(row => row.DefinitionId == workflow));
        // The names have an index that holds nothing else, which is read from end to end.
        await Add(Called(database.Instances, term));
        return new InstanceSearch(term, workflows, ids.ToList());

        async Task Add(IQueryable<InstanceRow> rows)
        {
            if (ids.Count <= NamedAtMost) ids.UnionWith(await rows.Select(row => row.Id).Take(NamedAtMost + 1).ToListAsync(token));
        }
    }

    /// <summary>All of <paramref name="rows"/> that are found.</summary>
    public IQueryable<InstanceRow> Among(IQueryable<InstanceRow> rows)
    {
        if (!AreMany) return Named(rows);
        var pattern = LikePattern.Containing(Term);
        return rows.Where(row => row.Id == Term || row.CorrelationId == Term || Workflows.Contains(row.DefinitionId)
            || EF.Functions.Like(row.Name, pattern, LikePattern.Escape));
    }

    /// <summary>By a part of their name. Where there are no letters with capitals, bytes are compared, which is quicker.</summary>
    static IQueryable<InstanceRow> Called(IQueryable<InstanceRow> rows, string term)
    {
        if (!term.Any(char.IsAsciiLetter)) return rows.Where(row => row.Name!.Contains(term));
        var pattern = LikePattern.Containing(term);
        return rows.Where(row => EF.Functions.Like(row.Name, pattern, LikePattern.Escape));
    }

    /// <summary>Those of <paramref name="rows"/> that are named by their ids.</summary>
    public IQueryable<InstanceRow> Named(IQueryable<InstanceRow> rows) => rows.Where(row => EF.Parameter(Ids).Contains(row.Id));
}

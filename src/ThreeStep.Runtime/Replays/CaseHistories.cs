using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Archive;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Replays;

namespace ThreeStep.Runtime.Replays;

/// <summary>Reads the histories of instances, with those of the instances they started.</summary>
public static class CaseHistories
{
    /// <summary>Generations of children that are looked for; workflows do not start each other deeper than that in one burst.</summary>
    const int Generations = 8;

    /// <exception cref="UnreadableDocumentException">A document is damaged, or of a newer server.</exception>
    public static List<RecordedCase> Read(ProcessDatabase database, IReadOnlyCollection<string> instanceIds)
    {
        var generations = new List<List<Found>> { Find(database, instance => instanceIds.Contains(instance.Id)) };
        for (var parents = generations[0]; parents.Count > 0 && generations.Count <= Generations; generations.Add(parents))
        {
            var ids = parents.Select(parent => parent.Id).ToList();
            parents = Find(database, instance => instance.ParentInstanceId != null && ids.Contains(instance.ParentInstanceId));
        }
        ILookup<string?, RecordedCase> children = Enumerable.Empty<RecordedCase>().ToLookup(each => each.ParentInstanceId);
        foreach (var generation in Enumerable.Reverse(generations))
        {
            var ids = generation.Select(instance => instance.Id).ToList();
            var bursts = database.Bursts.Where(burst => ids.Contains(burst.InstanceId)).AsNoTracking().ToList().ToLookup(burst => burst.InstanceId);
            var below = children;
            children = generation.ConvertAll(instance => Case(instance, bursts[instance.Id], below)).ToLookup(each => each.ParentInstanceId);
        }
        return children.SelectMany(group => group).ToList();
    }

    /// <summary>The history of an instance that is archived, with those it started.</summary>
    /// <param name="together">A case of the archive.</param>
    /// <exception cref="UnreadableDocumentException">A document is damaged, or of a newer server.</exception>
    public static RecordedCase Of(IReadOnlyList<ArchivedInstance> together, string instanceId)
    {
        var (instance, bursts) = together.First(each => each.Instance.Id == instanceId);
        var children = together.Where(each => each.Instance.ParentInstanceId == instanceId).Select(each => Of(together, each.Instance.Id));
        return Case(new(instance.Id, instance.DefinitionId, instance.DefinitionVersionId, instance.ParentInstanceId), bursts,
            children.ToLookup(each => each.ParentInstanceId));
    }

    sealed record Found(string Id, string DefinitionId, string VersionId, string? ParentInstanceId);

    static List<Found> Find(ProcessDatabase database, System.Linq.Expressions.Expression<Func<InstanceRow, bool>> which) =>
        database.Instances.Where(which).OrderBy(instance => instance.Id)
            .Select(instance => new Found(instance.Id, instance.DefinitionId, instance.DefinitionVersionId, instance.ParentInstanceId)).ToList();

    static RecordedCase Case(Found instance, IEnumerable<BurstRow> rows, ILookup<string?, RecordedCase> children)
    {
        var documents = rows.OrderBy(row => row.Sequence).Select(row => (Row: row, Document: BurstDocument.Read(row.Document))).ToList();
        var beginning = documents is [var first, ..] ? first.Document.Beginning : null;
        return new(instance.Id, instance.DefinitionId, beginning?.VersionId ?? instance.VersionId, beginning?.CorrelationId, beginning?.Name,
            instance.ParentInstanceId, beginning?.ParentBookmarkId,
            documents.ConvertAll(each => new RecordedBurst(each.Row.Sequence, each.Row.At, each.Document.Stimulus, each.Document.Journal,
                each.Document.Commands ?? [], each.Document.Reads ?? [], each.Document.Ids)), [.. children[instance.Id]]);
    }
}

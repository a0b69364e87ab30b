using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Archive;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Retention;

/// <summary>
/// Moves finished cases into the archive when the company keeps their workflow no longer: an instance with those it started, once all of them are
/// over and nothing of them waits for anybody. Tasks, approvals, the audit log and the figures stay. See decision 028.
/// </summary>
public sealed class CaseArchive(ProcessStore store, ArchiveFolder archive, OrderRecords records)
{
    /// <summary>Cases in one file and one transaction: others that want to write are not kept waiting.</summary>
    const int Portion = 50;

    /// <summary>A case of more instances stays where it is: moving it would hold up everybody.</summary>
    const int LargestCase = 500;

    /// <summary>Where a portion ended: what could not be archived is passed over until another day.</summary>
    public sealed record Place(DateTimeOffset FinishedAt, string Id);

    /// <summary>Archives some of what is old enough.</summary>
    /// <param name="after">Where the last portion ended; null to begin.</param>
    /// <returns>Where this one ended, null when there is nothing more; and how many cases went.</returns>
    public async Task<(Place? End, int Cases)> Step(DateTimeOffset now, Place? after)
    {
        List<InstanceRow> roots;
        var cases = new List<IReadOnlyList<ArchivedInstance>>();
        await using (var database = store.Query())
        {
            var rules = RetentionRules.Of(database);
            if (rules.KeepsEveryInstance) return (null, 0);
            // What is not counted yet would be missing in the figures for ever.
            if (FigureFollower.FirstBehind(database) < now.AddDays(-RetentionRules.Shortest)) return (null, 0);
            roots = Old(database, rules, now, after);
            foreach (var root in roots)
                if (Family(database, rules, root, now) is { } family) cases.Add(family);
        }
        if (roots.Count == 0) return (null, 0);
        if (cases.Count > 0)
        {
            var name = archive.Write(cases);
            await records.Record(Actor.Server, change => Remove(change, cases, name));
        }
        return (new(roots[^1].FinishedAt!.Value, roots[^1].Id), cases.Count);
    }

    static List<InstanceRow> Old(ProcessDatabase database, RetentionRules rules, DateTimeOffset now, Place? after)
    {
        // Those with rules of their own are looked at one by one, all others together.
        var own = rules.Workflows.Keys.ToList();
        var limits = rules.Workflows.Where(each => each.Value is not null)
            .Select(each => (Definition: (string?)each.Key, Before: now.AddDays(-each.Value!.Value))).ToList();
        if (rules.InstanceDays is { } days) limits.Add((null, now.AddDays(-days)));
        var old = new List<InstanceRow>();
        foreach (var (definition, before) in limits)
        {
            var over = Over(database).Where(row => row.FinishedAt < before
                && (row.ParentInstanceId == null || !database.Instances.Any(parent => parent.Id == row.ParentInstanceId)));
            over = definition is null ? over.Where(row => !own.Contains(row.DefinitionId)) : over.Where(row => row.DefinitionId == definition);
            if (after is not null)
                over = over.Where(row => row.FinishedAt > after.FinishedAt || (row.FinishedAt == after.FinishedAt && row.Id.CompareTo(after.Id) > 0));
            old.AddRange(over.OrderBy(row => row.FinishedAt).ThenBy(row => row.Id).Take(Portion).ToList());
        }
        return old.OrderBy(row => row.FinishedAt).ThenBy(row => row.Id, StringComparer.Ordinal).Take(Portion).ToList();
    }

    /// <summary>Instances that are over; what has failed may still be tried again.</summary>
    static IQueryable<InstanceRow> Over(ProcessDatabase database)
    {
        var (tasks, approvals) = (database.Tasks, database.Approvals);
        return database.Instances.Where(row => row.Status == "Finished" && row.SubStatus != "Faulted" && row.FinishedAt != null
            && !tasks.Any(task => task.InstanceId == row.Id && task.Status == WorkTaskStatus.Open)
            && !approvals.Any(request => request.InstanceId == row.Id && request.Status == ApprovalStatus.Pending));
    }

    /// <returns>Null where one of those it started is not over, or not long enough, or where there are too many.</returns>
    static List<ArchivedInstance>? Family(ProcessDatabase database, RetentionRules rules, InstanceRow root, DateTimeOffset now)
    {
        var family = new List<InstanceRow> { root };
        for (var index = 0; index < family.Count; index++)
        {
            var id = family[index].Id;
            var started = database.Instances.Where(row => row.ParentInstanceId == id).OrderBy(row => row.Id).Take(LargestCase).ToList();
            if (family.Count + started.Count > LargestCase) return null;
            var over = started.Count == 0 ? 0 : Over(database).Count(row => row.ParentInstanceId == id);
            if (over < started.Count || started.Exists(row => !rules.IsOld(root.DefinitionId, row.FinishedAt!.Value, now))) return null;
            family.AddRange(started);
        }
        return family.ConvertAll(row => new ArchivedInstance(row,
            database.Bursts.Where(burst => burst.InstanceId == row.Id).OrderBy(burst => burst.Sequence).ToList()));
    }

    static int Remove(Change change, List<IReadOnlyList<ArchivedInstance>> cases, string name)
    {
        var (database, count) = (change.Database, 0);
        foreach (var instances in cases)
        {
            var ids = instances.Select(each => each.Instance.Id).ToList();
            var present = database.Instances.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.RowVersion })
                .ToDictionary(row => row.Id, row => row.RowVersion);
            // Somebody took one of them up again, or deleted it, meanwhile.
            if (instances.Any(each => present.GetValueOrDefault(each.Instance.Id) != each.Instance.RowVersion)) continue;
            // One that was archived before and brought back leaves again.
            database.ArchivedInstances.Where(row => ids.Contains(row.Id)).ExecuteDelete();
            database.ArchivedInstances.AddRange(instances.Select(each => new ArchivedInstanceRow
            {
                Id = each.Instance.Id,
                DefinitionId = each.Instance.DefinitionId,
                CorrelationId = each.Instance.CorrelationId,
                Name = each.Instance.Name,
                CreatedAt = each.Instance.CreatedAt,
                FinishedAt = each.Instance.FinishedAt!.Value,
                ArchivedAt = change.Now,
                File = name,
            }));
            // Before their histories go, so that what was counted of those stays.
            database.SaveChanges();
            database.Instances.Where(row => ids.Contains(row.Id)).ExecuteDelete();
            database.Bookmarks.Where(row => ids.Contains(row.InstanceId)).ExecuteDelete();
            database.Bursts.Where(row => ids.Contains(row.InstanceId)).ExecuteDelete();
            count++;
        }
        if (count > 0) change.Audit(AuditAction.CasesArchived, name, FormattableString.Invariant($"{count} cases"));
        return count;
    }
}

using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Archive;
using ThreeStep.Runtime.Replays;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Replays;

namespace ThreeStep.Orders.Replays;

/// <summary>
/// The cases that a replay looks at, the newest first: those in the database, then those in the archive. They are read some at a time.
/// </summary>
sealed class PastCases
{
    /// <summary>Cases of the database that are read at once.</summary>
    const int AtOnce = 50;

    PastCases(IReadOnlyList<PastPortion> portions) => Portions = portions;

    public IReadOnlyList<PastPortion> Portions { get; }

    public int Count => Portions.Sum(portion => portion.Ids.Count);

    public static PastCases Find(ProcessStore store, ArchiveFolder archive, string definitionId, ReplayInput input, DateTimeOffset until,
        WorkingCalendar calendar)
    {
        var first = input.From is { } from ? calendar.At(from, TimeOnly.MinValue) : DateTimeOffset.MinValue;
        var after = input.To is { } to ? calendar.At(to.AddDays(1), TimeOnly.MinValue) : DateTimeOffset.MaxValue;
        if (until < after) after = until.AddTicks(1);
        using var database = store.Query();
        var present = database.Instances.Where(row => row.DefinitionId == definitionId && row.CreatedAt >= first && row.CreatedAt < after)
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Select(row => row.Id).ToList();
        // One that was brought back is looked at where it is now.
        var archived = database.ArchivedInstances.Where(row => row.DefinitionId == definitionId && row.CreatedAt >= first && row.CreatedAt < after
                && !database.Instances.Any(instance => instance.Id == row.Id))
            .OrderByDescending(row => row.CreatedAt).ThenBy(row => row.Id).Select(row => new { row.Id, row.File }).ToList();
        return new([.. present.Chunk(AtOnce).Select(ids => new PastPortion(ids, Read)),
            .. archived.GroupBy(row => row.File, row => row.Id).Select(ids => new PastPortion([.. ids], wished => ReadArchive(ids.Key, wished)))]);

        List<RecordedCase> Read(IReadOnlyList<string> ids)
        {
            using var reading = store.Query();
            return CaseHistories.Read(reading, ids);
        }

        List<RecordedCase> ReadArchive(string name, IReadOnlyList<string> ids) => archive.Read(name)
            .SelectMany(together => together
                .Where(each => ids.Contains(each.Instance.Id))
                .Select(each => CaseHistories.Of(together, each.Instance.Id)))
            .Take(ids.Count).ToList();
    }

    /// <summary>Some of the newest that can be read.</summary>
    public IEnumerable<RecordedCase> Newest(int count) => Portions.SelectMany(portion => portion.Read(_ => { })).Take(count);

    /// <returns>Null when it is none of these.</returns>
    /// <exception cref="UnreadableDocumentException">It cannot be read.</exception>
    public RecordedCase? One(string instanceId) => Portions.FirstOrDefault(portion => portion.Ids.Contains(instanceId))?.One(instanceId);
}

/// <summary>Cases that are read together.</summary>
sealed class PastPortion(IReadOnlyList<string> ids, Func<IReadOnlyList<string>, List<RecordedCase>> read)
{
    public IReadOnlyList<string> Ids => ids;

    /// <summary>One that cannot be read keeps nobody from the others.</summary>
    /// <param name="unreadable">Told of each that cannot.</param>
    public IEnumerable<RecordedCase> Read(Action<Message> unreadable)
    {
        try { return read(ids); }
        catch (UnreadableDocumentException) { return ids.SelectMany(id => ReadAlone(id, unreadable)); }
    }

    public RecordedCase? One(string id) => read([id]).FirstOrDefault();

    List<RecordedCase> ReadAlone(string id, Action<Message> unreadable)
    {
        try { return read([id]); }
        catch (UnreadableDocumentException error)
        {
            unreadable(error.Words);
            return [];
        }
    }
}

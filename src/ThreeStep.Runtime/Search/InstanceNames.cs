using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Search;

/// <summary>
/// Finds instances by a part of their name, see docs/decisions/018-search.md. The names are read once and kept at hand; after that each commit says
/// which are new, before its caller is answered. Nothing of it is stored, so nothing of it can be wrong after a crash. Where other nodes name
/// instances as well, the database is asked instead.
/// </summary>
public sealed class InstanceNames
{
    /// <summary>What was renamed or deleted is forgotten when so many were added, and more than there were.</summary>
    const int Slack = 100_000;

    readonly ProcessStore store;
    readonly Lock change = new();
    /// <summary>What commits are added to; null before it is first read.</summary>
    volatile NameList? growing;
    Task<NameList>? reading;
    int countRead;

    internal InstanceNames(ProcessStore store, CommitQueue commits)
    {
        this.store = store;
        commits.Committed += Take;
    }

    /// <summary>
    /// The ids of all that may have <paramref name="part"/> in their name; null where these are more than <paramref name="atMost"/>. Capital and
    /// small letters of ASCII are the same. Whoever asks looks at the rows, which may say otherwise by now.
    /// </summary>
    public async Task<IReadOnlyList<string>?> All(string part, int atMost, CancellationToken token) =>
        store.IsShared ? await SharedNames.All(store, part, atMost, token) : (await Read().WaitAsync(token)).All(part, atMost);

    /// <summary>Of these the first so many in the order of their creation.</summary>
    public async Task<NameMatches> First(string part, bool newestFirst, int atMost, CancellationToken token) =>
        store.IsShared ? await SharedNames.First(store, part, newestFirst, atMost, token)
            : (await Read().WaitAsync(token)).First(part, newestFirst, atMost);

    /// <summary>The names, read from the file if that was not done yet.</summary>
    internal Task<NameList> Read()
    {
        lock (change)
        {
            if (reading is { IsCompleted: false }) return reading;
            if (reading is { IsCompletedSuccessfully: true } && reading.Result.Count <= 2 * countRead + Slack) return reading;
            // From here on each commit adds to it; what was committed before is in the file.
            var list = growing = new NameList();
            return reading = Task.Run(() => ReadInto(list));
        }
    }

    NameList ReadInto(NameList list)
    {
        store.ReadNames(list.Add);
        countRead = list.Count;
        return list;
    }

    void Take(CommitRequest request, CommitResult result)
    {
        if (growing is not { } list) return;
        foreach (var burst in request.AllBursts())
            if (burst.State.Name is { } name && (burst.IsNew || name != burst.NameBefore)) list.Add(burst.State.Id, burst.State.CreatedAt, name);
        foreach (var row in result.Records.OfType<InstanceRow>())
            if (row.Name is { } name) list.Add(row.Id, row.CreatedAt, name);
    }
}

using System.Text;

namespace ThreeStep.Runtime.Search;

/// <summary>
/// Names of instances in as few bytes as they take: a part of a name is looked for among a million in some ten milliseconds, because a processor reads
/// bytes that lie in a row that quickly. It is only added to: an instance that is renamed is in it twice, one that is deleted still is.
/// </summary>
sealed class NameList
{
    readonly List<NamePage> pages = [];
    int count;

    public int Count => Volatile.Read(ref count);

    public void Add(string id, DateTimeOffset createdAt, string name) =>
        Add(Encoding.UTF8.GetBytes(id), createdAt.UtcTicks, Encoding.UTF8.GetBytes(name));

    /// <param name="id">UTF-8.</param>
    /// <param name="createdAt">UTC ticks.</param>
    /// <param name="name">UTF-8.</param>
    public void Add(ReadOnlySpan<byte> id, long createdAt, ReadOnlySpan<byte> name)
    {
        lock (pages)
        {
            if (pages is [] or [.., { IsFull: true }]) pages.Add(new NamePage());
            pages[^1].Add(id, createdAt, name);
            count++;
        }
    }

    /// <summary>Those that have a part in their name, the first so many in the order of their creation.</summary>
    public NameMatches Find(string part, bool newestFirst, int atMost)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        var sought = Encoding.UTF8.GetBytes(part);
        NamePage.Fold(sought);
        NamePage.View[] views;
        lock (pages) views = [.. pages.Select(page => page.Look())];
        // What commits have added is at the end: it is the newest, and once it is there, little is found that comes before it in the order.
        if (newestFirst) Array.Reverse(views);
        var direction = newestFirst ? 1 : -1;
        // What is first out of this queue is the last in the order.
        var first = new PriorityQueue<(NamePage.View Page, int Number), long>();
        var isAll = true;
        foreach (var page in views)
            foreach (var number in page.Find(sought))
            {
                var rank = direction * page.CreatedAt(number);
                if (first.Count < atMost) first.Enqueue((page, number), rank);
                else
                {
                    isAll = false;
                    if (first.TryPeek(out _, out var last) && last < rank) first.EnqueueDequeue((page, number), rank);
                }
            }
        DateTimeOffset? until = isAll || !first.TryPeek(out _, out var end) ? null : new DateTimeOffset(direction * end, TimeSpan.Zero);
        return new NameMatches([.. first.UnorderedItems.Select(item => Encoding.UTF8.GetString(item.Element.Page.Id(item.Element.Number)))], until);
    }
}

/// <summary>
/// Which instances may have a part of a name in theirs: all that have, and some that had it before, or are gone since.
/// </summary>
/// <param name="Ids">In no order; one that was renamed may stand twice.</param>
/// <param name="Until">UTC. Null where these are all; else there are more, and none of them was created before this in the order.</param>
public sealed record NameMatches(IReadOnlyList<string> Ids, DateTimeOffset? Until);

using System.Text;

namespace ThreeStep.Runtime.Search;

/// <summary>
/// Names of instances in as few bytes as they take: a part of a name is looked for among a million in some ten milliseconds, because that is how
/// quickly a processor reads bytes that lie in a row. It is only added to: an instance that is renamed is in it twice, one that is deleted still is.
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

    /// <summary>The ids of all that have a part in their name; null where these are more than <paramref name="atMost"/>.</summary>
    public IReadOnlyList<string>? All(string part, int atMost)
    {
        var sought = Sought(part);
        var found = new List<string>();
        foreach (var page in Look())
            foreach (var number in page.Find(sought))
            {
                if (found.Count == atMost) return null;
                found.Add(Encoding.UTF8.GetString(page.Id(number)));
            }
        return found;
    }

    /// <summary>Of those that have a part in their name, the first so many in the order of their creation.</summary>
    public NameMatches First(string part, bool newestFirst, int atMost)
    {
        var sought = Sought(part);
        var direction = newestFirst ? 1 : -1;
        // What comes out of this queue before all others is the last in the order.
        var first = new PriorityQueue<(NamePage.View Page, int Number), long>();
        var isAll = true;
        foreach (var page in Look().OrderByDescending(Best))
        {
            if (first.Count == atMost && first.TryPeek(out _, out var last) && Best(page) <= last)
            {
                // Neither this page nor one of those after it has anything that comes before these.
                isAll = false;
                break;
            }
            foreach (var number in page.Find(sought))
            {
                var rank = direction * page.CreatedAt(number);
                if (first.Count < atMost) first.Enqueue((page, number), rank);
                else
                {
                    isAll = false;
                    first.EnqueueDequeue((page, number), rank);
                }
            }
        }
        DateTimeOffset? until = isAll || !first.TryPeek(out _, out var end) ? null : new DateTimeOffset(direction * end, TimeSpan.Zero);
        return new NameMatches([.. first.UnorderedItems.Select(item => Encoding.UTF8.GetString(item.Element.Page.Id(item.Element.Number)))], until);

        long Best(NamePage.View page) => newestFirst ? page.Newest : -page.Oldest;
    }

    static byte[] Sought(string part)
    {
        ArgumentException.ThrowIfNullOrEmpty(part);
        var sought = Encoding.UTF8.GetBytes(part);
        NamePage.Fold(sought);
        return sought;
    }

    NamePage.View[] Look()
    {
        lock (pages) return [.. pages.Select(page => page.Look())];
    }
}

/// <summary>
/// Which instances may have a part of a name in theirs: all that have, and some that had it before, or are gone since.
/// </summary>
/// <param name="Ids">In no order; one that was renamed may stand twice.</param>
/// <param name="Until">UTC. Null where these are all; else there may be more, none of them before this in the order.</param>
public sealed record NameMatches(IReadOnlyList<string> Ids, DateTimeOffset? Until);

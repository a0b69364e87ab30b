using System.Diagnostics;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime;

/// <summary>
/// How much has been accepted and waits to be carried out. What programs ask for beyond that is refused until some of it is done: it would grow
/// without end, and everybody would wait behind it.
/// </summary>
public sealed class Backlog(EngineReader reader, BacklogLimit limit)
{
    /// <summary>It is counted this often at most, which costs a program at full speed nothing.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    long countedAt;
    int waiting;

    /// <exception cref="BacklogException">Too much waits.</exception>
    public void Require()
    {
        if (countedAt == 0 || Stopwatch.GetElapsedTime(countedAt) > Patience)
            (waiting, countedAt) = (reader.CountWaiting(limit.Most), Stopwatch.GetTimestamp());
        if (waiting >= limit.Most) throw new BacklogException();
    }
}

/// <param name="Most">So many stimuli may wait.</param>
public sealed record BacklogLimit(int Most = 100_000);

public sealed class BacklogException() : Exception("Too much waits to be carried out. Nothing was taken in; ask again later.");

namespace ThreeStep.Runtime.Search;

/// <summary>
/// Up to so many names one behind the other, each closed by a byte that stands in no UTF-8 text, and beside them their ids and times of creation.
/// It is only added to, and what a <see cref="View"/> shows does not change.
/// </summary>
sealed class NamePage
{
    const int Capacity = 1024;
    /// <summary>A page with so many bytes of names is full, too.</summary>
    const int LargestNames = 1 << 20;
    const int FirstNames = 512;
    const byte End = 0xFF;

    byte[] names = new byte[FirstNames], ids = new byte[FirstNames];
    /// <summary>In UTC ticks; and where in <see cref="ids"/> each id ends.</summary>
    readonly (long CreatedAt, int IdEnd)[] facts = new (long, int)[Capacity];
    int count, namesEnd, idsEnd;
    long newest = long.MinValue, oldest = long.MaxValue;

    public bool IsFull => count == Capacity || namesEnd >= LargestNames;

    /// <param name="createdAt">UTC ticks.</param>
    /// <param name="name">UTF-8.</param>
    public void Add(ReadOnlySpan<byte> id, long createdAt, ReadOnlySpan<byte> name)
    {
        Append(ref ids, ref idsEnd, id);
        Append(ref names, ref namesEnd, name);
        Fold(names.AsSpan(namesEnd - name.Length, name.Length));
        Append(ref names, ref namesEnd, [End]);
        facts[count++] = (createdAt, idsEnd);
        (newest, oldest) = (Math.Max(newest, createdAt), Math.Min(oldest, createdAt));
        if (!IsFull) return;
        Array.Resize(ref names, namesEnd);
        Array.Resize(ref ids, idsEnd);
    }

    static void Append(ref byte[] bytes, ref int end, ReadOnlySpan<byte> more)
    {
        if (bytes.Length < end + more.Length) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, end + more.Length));
        more.CopyTo(bytes.AsSpan(end));
        end += more.Length;
    }

    /// <summary>Small and capital letters of ASCII are the same, as they are to SQLite's LIKE, which has the last word.</summary>
    public static void Fold(Span<byte> text)
    {
        foreach (ref var letter in text)
            if (letter is >= (byte)'A' and <= (byte)'Z') letter |= 0x20;
    }

    public View Look() => new(names.AsMemory(0, namesEnd), ids, facts, newest, oldest);

    /// <summary>A page as it is at a moment.</summary>
    public sealed record View(ReadOnlyMemory<byte> Names, byte[] Ids, (long CreatedAt, int IdEnd)[] Facts, long Newest, long Oldest)
    {
        /// <summary>UTC ticks.</summary>
        public long CreatedAt(int number) => Facts[number].CreatedAt;

        public ReadOnlySpan<byte> Id(int number)
        {
            var begin = number == 0 ? 0 : Facts[number - 1].IdEnd;
            return Ids.AsSpan(begin, Facts[number].IdEnd - begin);
        }

        /// <summary>The numbers of the names that have <paramref name="part"/> in them.</summary>
        /// <param name="part">UTF-8, folded, and not empty.</param>
        public Hits Find(ReadOnlySpan<byte> part) => new(Names.Span, part);
    }

    /// <summary>Goes from name to name that has the part in it.</summary>
    public ref struct Hits(ReadOnlySpan<byte> names, ReadOnlySpan<byte> part)
    {
        ReadOnlySpan<byte> left = names;
        readonly ReadOnlySpan<byte> part = part;
        int next;

        public int Current { get; private set; }

        public readonly Hits GetEnumerator() => this;

        public bool MoveNext()
        {
            var at = left.IndexOf(part);
            if (at < 0) return false;
            Current = next + left[..at].Count(End);
            next = Current + 1;
            left = left[at..];
            left = left[(left.IndexOf(End) + 1)..];
            return true;
        }
    }
}

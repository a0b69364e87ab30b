using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;

namespace ThreeStep.Web.Http;

/// <summary>One page of a list.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, int TotalCount);

/// <summary>Which page is asked for: <c>page</c> from 0, <c>pageSize</c> up to 500 (25 unless told).</summary>
public sealed record Paging(int? Page, int? PageSize, CancellationToken Token)
{
    const int DefaultSize = 25;
    const int LargestSize = 500;

    /// <summary>Counts and reads in the database.</summary>
    /// <exception cref="RefusalException">The page or its size is out of range.</exception>
    public async Task<Page<T>> Read<T>(IQueryable<T> rows)
    {
        var (page, size) = (Page ?? 0, PageSize ?? DefaultSize);
        if (size is < 1 or > LargestSize) throw RefusalException.Invalid("pageSize", $"The page size must be between 1 and {LargestSize}.");
        if (page < 0 || (long)page * size > int.MaxValue) throw RefusalException.Invalid("page", "Pages are counted from 0.");
        var total = await rows.CountAsync(Token);
        return new Page<T>(await rows.Skip(page * size).Take(size).ToListAsync(Token), total);
    }
}

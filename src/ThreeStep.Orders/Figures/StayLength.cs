namespace ThreeStep.Orders.Figures;

/// <summary>
/// Lengths of stays in buckets whose borders grow by 4 %, so that medians can be added up over days, versions and steps. What is told of a bucket is
/// its middle: at most 2 % beside the true value. What is shorter than a second is no time.
/// </summary>
public static class StayLength
{
    const double Growth = 1.04;
    static readonly double Log = Math.Log(Growth);

    public static int BucketOf(TimeSpan length) =>
        length < TimeSpan.FromSeconds(1) ? 0 : 1 + (int)Math.Floor(Math.Log(length.TotalSeconds) / Log);

    /// <summary>The middle of a bucket.</summary>
    public static TimeSpan Of(int bucket) => bucket <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Pow(Growth, bucket - 0.5));

    /// <summary>The shortest length that so great a share of the stays does not exceed.</summary>
    /// <param name="stays">How many lie in each bucket.</param>
    public static TimeSpan? Percentile(IReadOnlyDictionary<int, long> stays, double share)
    {
        var rank = (long)Math.Ceiling(stays.Values.Sum() * share);
        foreach (var (bucket, count) in stays.OrderBy(each => each.Key))
            if ((rank -= count) <= 0) return Of(bucket);
        return null;
    }
}

namespace ThreeStep.Runtime.Nodes;

/// <summary>How busy this process is.</summary>
sealed class NodeLoad
{
    long since = TimeProvider.System.GetTimestamp();
    TimeSpan used = Environment.CpuUsage.TotalTime;

    /// <summary>Of all processors of the machine together, since it was asked last.</summary>
    public int ProcessorPercent()
    {
        var (now, usedNow) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var share = (usedNow - used) / (TimeProvider.System.GetElapsedTime(since, now) * Environment.ProcessorCount);
        (since, used) = (now, usedNow);
        return double.IsFinite(share) ? (int)Math.Round(100 * Math.Clamp(share, 0, 1)) : 0;
    }

    public static int MemoryMegabytes => (int)(Environment.WorkingSet >> 20);
}

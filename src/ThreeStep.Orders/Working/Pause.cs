namespace ThreeStep.Orders.Working;

/// <summary>A time that does not count, from and to (UTC).</summary>
public readonly record struct Pause(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The same times in order, with none that lies in another: what is paused twice is paused once.</summary>
    public static IReadOnlyList<Pause> Apart(IEnumerable<Pause> pauses)
    {
        var apart = new List<Pause>();
        foreach (var pause in pauses.Where(pause => pause.To > pause.From).OrderBy(pause => pause.From))
            if (apart.Count > 0 && pause.From <= apart[^1].To)
                apart[^1] = apart[^1] with { To = pause.To > apart[^1].To ? pause.To : apart[^1].To };
            else apart.Add(pause);
        return apart;
    }
}

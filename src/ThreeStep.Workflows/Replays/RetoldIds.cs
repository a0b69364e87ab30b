using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Workflows.Replays;

/// <summary>The ids that a burst of the past took, in their order, and those of the instances that ran in it.</summary>
sealed class RetoldIds : IIdSource
{
    readonly DrawCount count = new();
    readonly Dictionary<string, Queue<string>> left = [];
    bool asksForMore;

    /// <summary>What was drawn, by which draw.</summary>
    public Dictionary<Draw, string> Drawn { get; } = [];

    /// <summary>More were asked for than were taken then, or fewer by the instance itself; others may have begun then by themselves.</summary>
    public bool IsOff(string instanceId) => asksForMore || left[instanceId].Count > 0;

    public void Begin(string instanceId, RecordedBurst burst) => left[instanceId] = new(burst.Ids ?? []);

    public string Next() => throw new NotSupportedException();

    public string Next(string executionId, string nodeId)
    {
        var draw = count.Next(executionId, nodeId);
        if (left.TryGetValue(draw.InstanceId, out var ids) && ids.TryDequeue(out var id)) return Drawn[draw] = id;
        asksForMore = true;
        return "";
    }
}

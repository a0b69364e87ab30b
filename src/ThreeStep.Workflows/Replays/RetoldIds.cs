using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Workflows.Replays;

/// <summary>The ids that a burst of the past took, in their order, and those of the instances that ran in it.</summary>
sealed class RetoldIds : IIdSource
{
    readonly DrawCount count = new();
    readonly Dictionary<string, Queue<string>> left = [];

    /// <summary>What was drawn, by which draw.</summary>
    public Dictionary<Draw, string> Drawn { get; } = [];

    /// <summary>It asked for more than were taken then, or for fewer.</summary>
    public bool IsOff { get; private set; }

    public bool IsUsedUp => left.Values.All(ids => ids.Count == 0);

    public void Begin(string instanceId, RecordedBurst burst) => left[instanceId] = new(burst.Ids ?? []);

    public string Next() => throw new NotSupportedException();

    public string Next(string executionId, string nodeId)
    {
        var draw = count.Next(executionId, nodeId);
        if (left.TryGetValue(draw.InstanceId, out var ids) && ids.TryDequeue(out var id)) return Drawn[draw] = id;
        IsOff = true;
        return "";
    }
}

/// <summary>Ids of a replay: the same draw gets the id it had in the past, so that answers and records find it; what is new gets a new one.</summary>
sealed class RememberedIds(PastRun past) : IIdSource
{
    readonly DrawCount count = new();
    int fresh;

    public string Next() => $"new-{++fresh}";

    public string Next(string executionId, string nodeId) =>
        past.Draws.TryGetValue(count.Next(executionId, nodeId), out var id) ? id : Next();
}

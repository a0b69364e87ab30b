using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Workflows.Replays;

/// <summary>Ids of a replay: the same draw gets the id it had in the past, so that answers and records find it; what is new gets a new one.</summary>
sealed class RememberedIds(PastRun past) : IIdSource
{
    readonly DrawCount count = new();
    int fresh;

    public string Next() => $"new-{++fresh}";

    public string Next(string executionId, string nodeId) =>
        past.Draws.TryGetValue(count.Next(executionId, nodeId), out var id) ? id : Next();
}

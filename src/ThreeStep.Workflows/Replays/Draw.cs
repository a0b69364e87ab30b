namespace ThreeStep.Workflows.Replays;

/// <summary>Which id it was that an activity took: the so-many-th of the so-many-th time that the activity ran in its instance.</summary>
readonly record struct Draw(string InstanceId, string NodeId, int Run, int Index);

/// <summary>Counts the draws of executions, in the order in which they come.</summary>
sealed class DrawCount
{
    readonly Dictionary<string, (int Run, int Drawn)> executions = [];
    readonly Dictionary<(string, string), int> runs = [];

    public Draw Next(string executionId, string nodeId)
    {
        // Executions are named by their instance and their first journal entry.
        var instanceId = InstanceOf(executionId);
        if (!executions.TryGetValue(executionId, out var known))
        {
            runs[(instanceId, nodeId)] = known.Run = runs.GetValueOrDefault((instanceId, nodeId)) + 1;
        }
        executions[executionId] = (known.Run, known.Drawn + 1);
        return new(instanceId, nodeId, known.Run, known.Drawn);
    }

    public static string InstanceOf(string executionId) => executionId[..executionId.LastIndexOf('-')];
}

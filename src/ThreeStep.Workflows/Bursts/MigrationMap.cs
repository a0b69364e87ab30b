using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Bursts;

/// <summary>
/// Which activity of the new version stands for one of the former: the one that was named, else the one in the same place, else the only one of the
/// same id, wherever it stands now.
/// </summary>
sealed class MigrationMap(CompiledWorkflow former, CompiledWorkflow target, Alteration.Migrate migrate)
{
    ActivityNode? Find(string nodeId)
    {
        var id = IdOf(nodeId);
        if (migrate.Mapping?.GetValueOrDefault(id) is { } named) return target.FindById(named);
        if (target.Find(nodeId) is { } same) return same;
        return former.Find(nodeId) is null ? null : target.Nodes.Where(node => node.Id == id).ToList() is [var only] ? only : null;
    }

    static string IdOf(string nodeId) => nodeId[(nodeId.LastIndexOf(':') + 1)..];

    /// <exception cref="AlterationException">The instance stands where the new version has nothing like it.</exception>
    public void Require(InstanceState state)
    {
        var version = migrate.TargetVersion;
        foreach (var nodeId in state.Executions.Select(execution => execution.NodeId).Concat(state.Scheduled.Select(item => item.NodeId)).Distinct())
            if (Find(nodeId) is null)
                throw new AlterationException($"Version {version} has no activity '{IdOf(nodeId)}', at which this instance stands. Let it move on first, or give an activity of that version the same id.");
        foreach (var execution in state.Executions)
        {
            var node = Find(execution.NodeId)!;
            if (former.Find(execution.NodeId)?.TypeName != node.TypeName)
                throw new AlterationException($"'{node.Id}', at which this instance stands, is another kind of activity in version {version}.");
            if (state.FindExecution(execution.ParentId) is { } owner && Find(owner.NodeId) != node.Parent)
                throw new AlterationException($"'{node.Id}', at which this instance stands, is in another part of the workflow in version {version}. Let it move on first.");
        }
    }

    /// <summary>The state with the ids of the new version.</summary>
    public InstanceState Apply(InstanceState state)
    {
        for (var index = 0; index < state.Executions.Count; index++)
        {
            var execution = state.Executions[index];
            if (Find(execution.NodeId) is { } node && (node.NodeId != execution.NodeId || execution.Tokens is { Count: > 0 }))
                state.Executions[index] = Moved(execution, node);
        }
        for (var index = 0; index < state.Bookmarks.Count; index++)
            if (Find(state.Bookmarks[index].NodeId) is { } node)
                state.Bookmarks[index] = state.Bookmarks[index] with { ActivityId = node.Id, NodeId = node.NodeId };
        for (var index = 0; index < state.Scheduled.Count; index++)
            if (Find(state.Scheduled[index].NodeId) is { } node) state.Scheduled[index] = state.Scheduled[index] with { NodeId = node.NodeId };
        for (var index = 0; index < state.Incidents.Count; index++)
            if (Find(state.Incidents[index].NodeId) is { } node)
                state.Incidents[index] = state.Incidents[index] with { ActivityId = node.Id, NodeId = node.NodeId };
        foreach (var (before, after) in migrate.Mapping ?? [])
            if (state.ActivityOutputs.Remove(before, out var outputs)) state.ActivityOutputs[after] = outputs;
        if (state.TriggerNodeId is { } trigger && Find(trigger) is { } started) state.TriggerNodeId = started.NodeId;
        return state;
    }

    ActivityExecution Moved(ActivityExecution execution, ActivityNode node) => new()
    {
        Id = execution.Id,
        NodeId = node.NodeId,
        ParentId = execution.ParentId,
        ScheduledBy = execution.ScheduledBy,
        Depth = execution.Depth,
        Status = execution.Status,
        FaultCount = execution.FaultCount,
        StartedAt = execution.StartedAt,
        Variables = execution.Variables,
        Properties = execution.Properties,
        Inputs = execution.Inputs,
        Tokens = execution.Tokens?.ConvertAll(token => token with { From = Named(token.From), To = Named(token.To) }),
    };

    string Named(string activityId) => migrate.Mapping?.GetValueOrDefault(activityId) ?? activityId;
}

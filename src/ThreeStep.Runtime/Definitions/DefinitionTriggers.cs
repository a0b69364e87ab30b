using System.Runtime.CompilerServices;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Runtime.Definitions;

/// <summary>What starts instances of workflows from outside: events, and times.</summary>
public sealed class DefinitionTriggers(CompiledDefinitions definitions, IRecordReader records, TimeProvider clock, IIdSource ids)
{
    readonly ConditionalWeakTable<CompiledWorkflow, Dictionary<string, StartTrigger>> known = [];

    /// <summary>As of now.</summary>
    /// <exception cref="TriggerException">A trigger cannot be set up.</exception>
    internal IReadOnlyList<(ActivityNode Node, StartTrigger Trigger)> Of(CompiledWorkflow workflow) =>
        Burst.FindTriggers(workflow, new(clock.GetUtcNow(), ids, records, definitions));

    /// <summary>How an activity of the published version starts the workflow; null when it does not.</summary>
    public StartTrigger? Find(string definitionId, string nodeId) =>
        definitions.FindPublished(definitionId) is not { } workflow ? null
            : known.GetValue(workflow, _ => Of(workflow).ToDictionary(found => found.Node.NodeId, found => found.Trigger)).GetValueOrDefault(nodeId);

    /// <summary>The next time (UTC) of a start trigger that fires at times, from now on; null when it fires once only.</summary>
    internal DateTimeOffset? NextTime(DueTrigger trigger)
    {
        if (definitions.FindPublished(trigger.DefinitionId) is not { } workflow) return null;
        var now = clock.GetUtcNow();
        var next = Of(workflow).FirstOrDefault(found => found.Node.NodeId == trigger.NodeId).Trigger?.DueAt;
        return next > now ? next : null;
    }
}

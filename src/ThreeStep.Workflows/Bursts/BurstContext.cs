using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Bursts;

/// <summary>An activity's view of the burst that runs it.</summary>
sealed class BurstContext(Burst burst, ActivityNode node, ActivityExecution execution) : ActivityContext(node, execution)
{
    public override InstanceState Instance => burst.State;
    public override Surroundings Around => burst.Around;
    public override DateTimeOffset Now => burst.Environment.Now;
    public override JsonNode? TriggerPayload => burst.TriggerPayload;
    public override Stimulus.Cancel? Cancellation => burst.Cancellation;
    public override JsonNode? LastResult { get => burst.LastResult; protected set => burst.LastResult = value; }
    public override bool HasScheduledChildren => burst.HasScheduled(Execution);

    /// <summary>The child that has just completed, where that is why the activity is asked: what it schedules next follows from it.</summary>
    public ActivityExecution? CompletedChild { get; init; }

    public override string NewId() => burst.NewId(Execution, Node);
    public override void Complete(IReadOnlyList<string> outcomes) => burst.Complete(this, outcomes);
    public override void FinishInstance() => burst.FinishInstance(this);
    public override void Schedule(ActivityNode child, Dictionary<string, JsonNode?>? variables = null) => burst.Schedule(this, child, variables);
    public override void Emit(Command command) => burst.Emit(Node, command);
    public override BurstResult RunChild(CompiledWorkflow workflow, Dictionary<string, JsonNode?> input, string? correlationId,
        string? parentBookmarkId) =>
        burst.RunChild(NewId(), workflow, input, correlationId, parentBookmarkId);
    public override void CancelChild(ActivityExecution child) => burst.CancelExecution(child);
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Sends the flow down several named branches at once.</summary>
[Activity("Elsa", "Branching", "Branch execution into multiple branches.", DisplayName = "Fork (flow)")]
public sealed class FlowFork : Activity
{
    [Input("A list of expected outcomes to handle.", UiHint = "dynamic-outcomes")] public Input<string[]> Branches { get; } = new();

    public override void Execute(ActivityContext context) =>
        context.Complete(context.Get(Branches) is { Length: > 0 } branches ? branches : ["Done"]);
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Gives the instance the id by which events find it.</summary>
[Activity("Elsa", "Primitives", "Set the CorrelationId of the workflow to a given value.")]
public sealed class Correlate : Activity
{
    [Input("An expression that evaluates to the value to store as the correlation id.", DisplayName = "Correlation Id")]
    public Input<string> CorrelationId { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Instance.CorrelationId = context.Get(CorrelationId);
        context.Complete();
    }
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Sets an output of the workflow, or of the definition used as an activity around it.</summary>
[Activity("Elsa", "Composition", "Sets the value of a workflow output.", DisplayName = "Set Output")]
public sealed class SetOutput : Activity
{
    [Input("The name of the output to assign.", UiHint = "output-picker", IsNeeded = true, Kind = typeof(OutputName))]
    public Input<string> OutputName { get; } = new();
    [Input("The value to assign.")] public Input<JsonNode> OutputValue { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Scope().SetOutput(context.Get(OutputName)!, context.Get(OutputValue));
        context.Complete();
    }
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Gives the instance a name.</summary>
[Activity("Elsa", "Primitives", "Set the name of the workflow instance to a specified value.", DisplayName = "Set Name")]
public sealed class SetName : Activity
{
    [Input("The value to set as the workflow instance's name.")] public Input<string> Value { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Instance.Name = context.Get(Value);
        context.Complete();
    }
}

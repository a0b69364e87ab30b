using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Marks where a flowchart begins.</summary>
[Activity("Elsa", "Flow", "A milestone activity that marks the start of a flowchart.", IsStart = true)]
public sealed class Start : Activity
{
    public override void Execute(ActivityContext context) => context.Complete();
}

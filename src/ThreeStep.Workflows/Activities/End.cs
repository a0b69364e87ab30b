using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Ends the flowchart it stands in.</summary>
[Activity("Elsa", "Flow", "A milestone activity that marks the end of a flowchart, causing the flowchart to complete.")]
public sealed class End : Activity, ITerminalActivity
{
    public override void Execute(ActivityContext context) => context.Complete();
}

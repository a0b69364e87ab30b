using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Ends the whole instance at once.</summary>
[Activity("Elsa", "Primitives", "Mark the workflow as finished.")]
public sealed class Finish : Activity, ITerminalActivity
{
    public override void Execute(ActivityContext context) => context.FinishInstance();
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Leaves the nearest loop.</summary>
[Activity("Elsa", "Looping", "Break out of a loop.")]
public sealed class Break : Activity, ITerminalActivity
{
    /// <summary>How containers tell their loop that it is over.</summary>
    internal const string Outcome = "Break";

    public override void Execute(ActivityContext context) => context.Complete(Outcome);
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Brings branches of a flowchart together.</summary>
[Activity("Elsa", "Branching", "Explicitly merge multiple branches into a single branch of execution.", DisplayName = "Join")]
public sealed class FlowJoin : Activity
{
    [Input(
        "The join mode determines whether this activity should continue as soon as one inbound path comes in (Wait Any), or once all inbound paths have executed (Wait All).",
        UiHint = "dropdown", Options = ["WaitAll", "WaitAllActive", "WaitAny"], TypeName = "FlowJoinMode")]
    public Input<string> Mode { get; } = new("WaitAny");

    public override void Execute(ActivityContext context) => context.Complete();

    /// <summary>A join's mode, or the merge mode set on any other activity; Stream where nothing is set.</summary>
    internal static MergeMode MergeModeOf(ActivityNode node)
    {
        if (node.Activity is FlowJoin join)
            return (join.Mode.Expression?.Text ?? join.Mode.DefaultValue) switch
            {
                "WaitAll" => MergeMode.Merge,
                "WaitAllActive" => MergeMode.Stream,
                _ => MergeMode.Race
            };
        var mode = node.Source.Object("customProperties")?.Text("mergeMode") ?? node.Source.Text("mergeMode");
        return Enum.TryParse<MergeMode>(mode, ignoreCase: true, out var known) ? known : MergeMode.Stream;
    }
}

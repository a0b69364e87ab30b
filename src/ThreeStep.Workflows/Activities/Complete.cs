using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Completes the container or composite it stands in, with outcomes of its own.</summary>
[Activity("Elsa", "Composition", "Signals the current composite activity to complete itself as a whole.")]
public sealed class Complete : Activity, ITerminalActivity
{
    [Input("The outcome or set of outcomes to complete this activity with.", UiHint = "outcome-picker", DefaultSyntax = "Object")]
    public Input<JsonNode> Outcomes { get; } = new();

    public override void Execute(ActivityContext context) => context.Complete(context.Get(Outcomes) switch
    {
        JsonArray list => list.Select(outcome => outcome?.ToString() ?? "").ToList(),
        { } single when single.ToString() is { Length: > 0 } outcome => [outcome],
        _ => ["Done"],
    });
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Takes one of two ways in a flowchart.</summary>
[Activity("Elsa", "Branching", "Evaluate a Boolean condition to determine which path to execute next.", DisplayName = "Decision",
    Outcomes = ["True", "False"])]
public sealed class FlowDecision : Activity
{
    [Input("The condition to evaluate.")] public Input<bool> Condition { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Condition.IsBlank) yield return Finding.Error(Node, Messages.NoCondition);
        foreach (var outcome in (string[])["True", "False"])
            if (!LeadsOn(outcome)) yield return Finding.Warning(Node, Messages.OutcomeLeadsNowhere, outcome);
    }

    public override void Execute(ActivityContext context) => context.Complete(context.Get(Condition) ? "True" : "False");
}

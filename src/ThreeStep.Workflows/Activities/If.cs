using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs one of two embedded activities.</summary>
[Activity("Elsa", "Branching", "Evaluate a Boolean condition to determine which activity to execute next.", DisplayName = "If (embedded)",
    Embedded = ["Then", "Else"])]
public sealed class If : Activity
{
    [Input("The condition to evaluate.")] public Input<bool> Condition { get; } = new();
    [Output] public Output<bool> Result { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Condition.IsBlank) yield return Finding.Error(Node, Messages.NoCondition);
    }

    public override void Execute(ActivityContext context)
    {
        var truth = context.Get(Condition);
        context.Set(Result, truth);
        if (Node.Child(truth ? "then" : "else") is { } branch) context.Schedule(branch);
        else context.Complete();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) =>
        context.Complete(outcomes.Contains(Break.Outcome) ? Break.Outcome : "Done");
}

using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs its activities one after the other.</summary>
[Activity("Elsa", "Workflows", "Execute a set of activities in sequence.", IsContainer = true)]
public sealed class Sequence : Activity
{
    public override void Execute(ActivityContext context) => RunFrom(context, 0);

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(Break.Outcome)) context.Complete(Break.Outcome);
        else if (child.Activity is ITerminalActivity) context.Complete(outcomes);
        else RunFrom(context, (context.Execution.Properties.Number("CurrentIndex") ?? 0) + 1);
    }

    void RunFrom(ActivityContext context, int index)
    {
        context.Execution.Properties["CurrentIndex"] = index;
        if (index < Node.Children.Count) context.Schedule(Node.Children[index]);
        else context.Complete();
    }
}

using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs its activities side by side and completes when all have.</summary>
[Activity("Elsa", "Workflows", "Execute a set of activities in parallel.", IsContainer = true)]
public sealed class Parallel : Activity
{
    public override void Execute(ActivityContext context)
    {
        foreach (var child in Node.Children) context.Schedule(child);
        if (Node.Children.Count == 0) context.Complete();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(Break.Outcome)) context.Complete(Break.Outcome);
        else if (!context.HasScheduledChildren && !context.ChildExecutions().Any()) context.Complete();
    }
}

using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs its branches side by side, and goes on when all have ended or when the first has.</summary>
[Activity("Elsa", "Control Flow", "Branch execution into multiple branches.")]
public sealed class Fork : Activity
{
    const string WaitAny = "WaitAny";

    [Input("Controls when this activity yields control back to its parent activity.", UiHint = "dropdown", Options = ["WaitAll", WaitAny],
        IsWrapped = false)]
    public Input<string> JoinMode { get; } = new("WaitAll");

    public override void Execute(ActivityContext context)
    {
        foreach (var branch in Node.Children) context.Schedule(branch);
        if (Node.Children.Count == 0) context.Complete();
    }

    /// <summary>With WaitAny the other branches are given up: completing cancels what still runs or waits.</summary>
    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(Break.Outcome)) context.Complete(Break.Outcome);
        else if (context.Get(JoinMode) == WaitAny || (!context.HasScheduledChildren && !context.ChildExecutions().Any())) context.Complete();
    }
}

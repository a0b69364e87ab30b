using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs the activity that stands inside of it.</summary>
[Activity("Elsa", "Flow", "A simple container that executes the specified activity.", DisplayName = "Container", Embedded = ["Body"])]
public sealed class FlowNode : Activity
{
    public override void Execute(ActivityContext context)
    {
        if (Node.Child("body") is { } body) context.Schedule(body);
        else context.Complete();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) =>
        context.Complete(outcomes.Contains(Break.Outcome) ? Break.Outcome : "Done");
}

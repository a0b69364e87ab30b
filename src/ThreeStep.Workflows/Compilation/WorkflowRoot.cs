using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Compilation;

/// <summary>The workflow itself: runs the definition's root activity and ends the instance with it.</summary>
public sealed class WorkflowRoot : Activity
{
    public const string TypeName = "Elsa.Workflow";

    public override void Execute(ActivityContext context)
    {
        if (Node.Children is [var root, ..]) context.Schedule(root);
        else context.FinishInstance();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) => context.FinishInstance();

    protected internal override void Bind() { }
}

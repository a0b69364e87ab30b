using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs its body while a condition holds.</summary>
[Activity("Elsa", "Looping", "Execute an activity while a given condition evaluates to true.", Embedded = ["Body"])]
public sealed class While : Loop
{
    [Input("The condition to evaluate.")] public Input<bool> Condition { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Condition.IsBlank) yield return Finding.Error(Node, Messages.NoCondition);
        if (Node.Child("body") is null) yield return Finding.Error(Node, Messages.NoBody);
    }

    public override void Execute(ActivityContext context) => Next(context);

    protected override void Next(ActivityContext context)
    {
        if (!context.Get(Condition)) context.Complete();
        else if (Node.Child("body") is null) throw new ActivityException("A While loop without a body would never end.");
        else RunBody(context);
    }
}

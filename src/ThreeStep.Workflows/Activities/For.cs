using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Counts from start to end and runs its body with <c>CurrentValue</c>.</summary>
[Activity("Elsa", "Looping", "Iterate over a sequence of steps between a start and an end number.", Embedded = ["Body"])]
public sealed class For : Loop
{
    [Input("The starting number.")] public Input<int> Start { get; } = new();
    [Input("The ending number.")] public Input<int> End { get; } = new();
    [Input("The step size.")] public Input<int> Step { get; } = new(1);
    [Input("Controls whether the end value is inclusive or exclusive. Inclusive by default.", UiHint = "checkbox")]
    public Input<bool> OuterBoundInclusive { get; } = new(true);
    [Output] public Output<object> CurrentValue { get; } = new();

    public override IReadOnlyList<string> GivenInside => ["CurrentValue"];

    public override void Execute(ActivityContext context)
    {
        if (context.Get(Step) == 0) throw new ActivityException("The step of a For loop must not be 0.");
        context.Execution.Properties["Next"] = context.Get(Start);
        Next(context);
    }

    protected override void Next(ActivityContext context)
    {
        var (current, end, step) = (context.Execution.Properties.Number("Next") ?? 0, context.Get(End), context.Get(Step));
        var inside = context.Get(OuterBoundInclusive) ? step > 0 ? current <= end : current >= end : step > 0 ? current < end : current > end;
        if (!inside)
        {
            context.Complete();
            return;
        }
        context.Execution.Properties["Next"] = current + step;
        context.Set(CurrentValue, current);
        RunBody(context, new() { ["CurrentValue"] = current });
    }
}

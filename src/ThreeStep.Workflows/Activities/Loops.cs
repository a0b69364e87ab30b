using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Leaves the nearest loop.</summary>
[Activity("Elsa", "Looping", "Break out of a loop.")]
public sealed class Break : Activity, ITerminalActivity
{
    /// <summary>How containers tell their loop that it is over.</summary>
    internal const string Outcome = "Break";

    public override void Execute(ActivityContext context) => context.Complete(Outcome);
}

/// <summary>What loops have in common: one body, run again until there is no next time or something breaks out.</summary>
public abstract class Loop : Activity
{
    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(Break.Outcome)) context.Complete();
        else Next(context);
    }

    protected abstract void Next(ActivityContext context);

    /// <summary>Runs the body with the given loop variables, or goes on at once where there is no body.</summary>
    protected void RunBody(ActivityContext context, Dictionary<string, JsonNode?>? variables = null)
    {
        if (Node.Child("body") is { } body) context.Schedule(body, variables);
        else Next(context);
    }
}

/// <summary>Runs its body while a condition holds.</summary>
[Activity("Elsa", "Looping", "Execute an activity while a given condition evaluates to true.", Embedded = ["Body"])]
public sealed class While : Loop
{
    [Input("The condition to evaluate.")] public Input<bool> Condition { get; } = new();

    public override void Execute(ActivityContext context) => Next(context);

    protected override void Next(ActivityContext context)
    {
        if (!context.Get(Condition)) context.Complete();
        else if (Node.Child("body") is null) throw new InvalidOperationException("A While loop without a body would never end.");
        else RunBody(context);
    }
}

/// <summary>Counts from start to end and runs its body with <c>CurrentValue</c>.</summary>
[Activity("Elsa", "Looping", "Iterate over a sequence of steps between a start and an end number.", Embedded = ["Body"])]
public sealed class For : Loop
{
    [Input("The starting number.")] public Input<int> Start { get; } = new();
    [Input("The ending number.")] public Input<int> End { get; } = new();
    [Input("The step size.")] public Input<int> Step { get; } = new(1);
    [Input("Controls whether the end value is inclusive or exclusive. Inclusive by default.", UiHint = "checkbox")] public Input<bool> OuterBoundInclusive { get; } = new(true);
    [Output] public Output<object> CurrentValue { get; } = new();

    public override void Execute(ActivityContext context)
    {
        if (context.Get(Step) == 0) throw new InvalidOperationException("The step of a For loop must not be 0.");
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

/// <summary>Runs its body once for each item, with <c>CurrentValue</c> and <c>CurrentIndex</c>.</summary>
[Activity("Elsa", "Looping", "Iterate over a set of values.", DisplayName = "For Each", Embedded = ["Body"])]
public sealed class ForEach : Loop
{
    [Input("The set of values to iterate.", UiHint = "dropdown", TypeName = "List<Object>")] public Input<JsonNode> Items { get; } = new();
    [Output] public Output<object> CurrentValue { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var items = ValueConversion.ToNamedType(context.Get(Items), "Object");
        context.Execution.Properties[nameof(Items)] = items as JsonArray is { } list ? list.DeepClone() : items is null ? new JsonArray() : new JsonArray(items.DeepClone());
        context.Execution.Properties["Index"] = 0;
        Next(context);
    }

    protected override void Next(ActivityContext context)
    {
        var items = context.Execution.Properties.Array(nameof(Items))!;
        var index = context.Execution.Properties.Number("Index") ?? 0;
        if (index >= items.Count)
        {
            context.Complete();
            return;
        }
        context.Execution.Properties["Index"] = index + 1;
        context.Set(CurrentValue, items[index]?.DeepClone());
        RunBody(context, new() { ["CurrentValue"] = items[index]?.DeepClone(), ["CurrentIndex"] = index });
    }
}

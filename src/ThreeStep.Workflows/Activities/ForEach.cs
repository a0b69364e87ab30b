using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs its body once for each item, with <c>CurrentValue</c> and <c>CurrentIndex</c>.</summary>
[Activity("Elsa", "Looping", "Iterate over a set of values.", DisplayName = "For Each", Embedded = ["Body"])]
public sealed class ForEach : Loop
{
    [Input("The set of values to iterate.", UiHint = "dropdown", TypeName = "List<Object>")] public Input<JsonNode> Items { get; } = new();
    [Output] public Output<object> CurrentValue { get; } = new();

    public override IReadOnlyList<string> GivenInside => ["CurrentValue", "CurrentIndex"];

    public override void Execute(ActivityContext context)
    {
        var items = ValueConversion.ToNamedType(context.Get(Items), "Object");
        context.Execution.Properties[nameof(Items)] = items as JsonArray is { } list ? list.DeepClone() : items is null ? new JsonArray()
            : new JsonArray(items.DeepClone());
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

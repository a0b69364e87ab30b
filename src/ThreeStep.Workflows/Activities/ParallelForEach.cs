using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs its body for all items side by side, each with its own <c>CurrentValue</c> and <c>CurrentIndex</c>.</summary>
[Activity("Elsa", "Looping", "Schedule an activity for each item in parallel.", DisplayName = "Parallel for Each", Embedded = ["Body"])]
public sealed class ParallelForEach : Activity
{
    [Input("The items to iterate through.")] public Input<JsonNode> Items { get; } = new();

    public override IReadOnlyList<string> GivenInside => ["CurrentValue", "CurrentIndex"];

    public override void Execute(ActivityContext context)
    {
        var items = ValueConversion.ToNamedType(context.Get(Items), "Object") switch
        {
            JsonArray list => list,
            null => [],
            var single => new JsonArray(single.DeepClone()),
        };
        if (Node.Child("body") is not { } body || items.Count == 0)
        {
            context.Complete();
            return;
        }
        for (var index = 0; index < items.Count; index++)
            context.Schedule(body, new() { ["CurrentValue"] = items[index]?.DeepClone(), ["CurrentIndex"] = index });
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(Break.Outcome) || (!context.HasScheduledChildren && !context.ChildExecutions().Any())) context.Complete();
    }
}

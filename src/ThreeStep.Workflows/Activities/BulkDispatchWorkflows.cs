using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Starts one instance of a workflow for each item of a list.</summary>
[Activity("Elsa", "Composition", "Bulk dispatch workflows.", DisplayName = "Bulk Dispatch Workflows", Kind = "Task",
    Outcomes = ["Completed", "Canceled", "Done"], Embedded = ["ChildCompleted"], WaitsFor = WaitsFor.Program)]
public sealed class BulkDispatchWorkflows : StartsWorkflow
{
    [Input("The data source to use for dispatching the workflows.")] public Input<JsonNode> Items { get; } = new();
    [Input("The default key to use for the item input. Will not be used if the item is an object.", DisplayName = "Default Item Input Key")]
    public Input<string> DefaultItemInputKey { get; } = new("Item");
    [Input("An expression for the correlation id of each child; the variable Item holds the item.", DisplayName = "Correlation Id Function")]
    public Input<string> CorrelationIdFunction { get; } = new();
    [Input("Any additional input to send to the workflows.", UiHint = "dropdown", TypeName = "ObjectDictionary")]
    public Input<JsonNode> Input { get; } = new();
    [Input("Wait for the child workflows to complete before completing this activity.", UiHint = "checkbox", DisplayName = "Wait For Completion")]
    public Input<bool> WaitForCompletion { get; } = new(true);

    protected override Input<JsonNode> Given => Input;
    protected override bool GivesMore => true;
    public override IReadOnlyList<string> GivenInside => ["Item", "ChildOutput", "ChildInstanceId"];

    public override void Execute(ActivityContext context)
    {
        var target = Target(context);
        var items = ValueConversion.ToNamedType(context.Get(Items), "Object") as JsonArray ?? [];
        var shared = ToInput(context.Get(Input));
        var key = context.Get(DefaultItemInputKey) ?? "Item";
        var wait = context.Get(WaitForCompletion) && items.Count > 0;
        foreach (var item in items)
        {
            var input = new Dictionary<string, JsonNode?>(shared.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
            if (item is JsonObject values) foreach (var (name, value) in values) input[name] = value?.DeepClone();
            else input[key] = item?.DeepClone();
            Require(target, input);
            context.Execution.Variables["Item"] = item?.DeepClone();
            var childId = context.NewId();
            var bookmark = wait ? WaitForChild(context, childId) : null;
            var correlationId = context.Get(CorrelationIdFunction);
            var id = target.Definition.DefinitionId;
            if (correlationId == "") correlationId = null;
            context.Emit(new StartWorkflowCommand(childId, id, correlationId, input, context.Instance.Id, bookmark?.Id));
        }
        context.Execution.Variables.Remove("Item");
        if (!wait) context.Complete(["Completed", "Done"]);
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        if (Node.Child("childCompleted") is { } body)
            context.Schedule(body, new()
            {
                ["ChildOutput"] = payload?["output"]?.DeepClone(),
                ["ChildInstanceId"] = payload?["workflowInstanceId"]?.DeepClone()
            });
        else CompleteWhenAllAreDone(context);
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) =>
        CompleteWhenAllAreDone(context);

    static void CompleteWhenAllAreDone(ActivityContext context)
    {
        var waiting = context.Instance.Bookmarks.Any(bookmark => bookmark.ExecutionId == context.Execution.Id);
        if (!waiting && !context.HasScheduledChildren && !context.ChildExecutions().Any()) context.Complete(["Completed", "Done"]);
    }
}

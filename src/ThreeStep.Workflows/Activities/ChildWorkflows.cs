using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Checks;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>What the activities that start other workflows have in common.</summary>
public abstract class StartsWorkflow : Activity
{
    [Input("The definition ID of the workflow to run.", DisplayName = "Workflow Definition", UiHint = "workflow-definition-picker")]
    public Input<string> WorkflowDefinitionId { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (WorkflowDefinitionId.Expression is not { } expression) yield return Finding.Error(Node, Messages.NoWorkflowChosen);
        else if (expression.Type is "Literal" && expression.Text is var id)
        {
            if (id.Length == 0) yield return Finding.Error(Node, Messages.NoWorkflowChosen);
            else if (definitions.FindPublished(id) is null) yield return definitions.Exists(id) ? Finding.Warning(Node, Messages.WorkflowNotPublished, id) : Finding.Error(Node, Messages.UnknownWorkflow, id);
        }
    }

    protected string TargetDefinition(ActivityContext context) =>
        context.Get(WorkflowDefinitionId) is { Length: > 0 } id ? id : throw new InvalidOperationException("No workflow is chosen.");

    protected static Dictionary<string, JsonNode?> ToInput(JsonNode? source) => source switch
    {
        JsonObject values => values.ToDictionary(item => item.Key, item => item.Value?.DeepClone()),
        null => [],
        _ when ValueConversion.ToNamedType(source, "Object") is JsonObject parsed => ToInput(parsed),
        _ => throw new InvalidOperationException("The input of a workflow is an object with named values."),
    };

    protected Bookmark WaitForChild(ActivityContext context, string childId) =>
        context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, childId), new JsonObject { ["childInstanceId"] = childId });

    /// <summary>A child nobody waits for any more is cancelled with its parent.</summary>
    public override void Cancel(ActivityContext context)
    {
        foreach (var bookmark in context.Instance.Bookmarks.Where(bookmark => bookmark.ExecutionId == context.Execution.Id))
            if (bookmark.Payload?.Text("childInstanceId") is { } child) context.Emit(new CancelWorkflowCommand(child, context.Cancellation?.By, context.Cancellation?.Reason));
    }
}

/// <summary>Starts another workflow, and may wait for its end.</summary>
[Activity("Elsa", "Composition", "Create a new workflow instance of the specified workflow and dispatch it for execution.", DisplayName = "Dispatch Workflow", Waits = true)]
public sealed class DispatchWorkflow : StartsWorkflow
{
    [Input("The correlation ID to associate the workflow with.", DisplayName = "Correlation Id")] public Input<string> CorrelationId { get; } = new();
    [Input("The input to send to the workflow.", UiHint = "dropdown", TypeName = "ObjectDictionary")] public Input<JsonNode> Input { get; } = new();
    [Input("True to wait for the child workflow to complete before completing this activity, false to \"fire and forget\".", UiHint = "checkbox", DisplayName = "Wait For Completion")]
    public Input<bool> WaitForCompletion { get; } = new();
    [Output] public Output<object> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var definitionId = TargetDefinition(context);
        if (context.Definitions.FindPublished(definitionId) is null) throw new InvalidOperationException($"There is no published workflow '{definitionId}'.");
        var childId = context.NewId();
        var wait = context.Get(WaitForCompletion);
        var bookmark = wait ? WaitForChild(context, childId) : null;
        var correlationId = context.Get(CorrelationId);
        context.Emit(new StartWorkflowCommand(childId, definitionId, string.IsNullOrEmpty(correlationId) ? null : correlationId, ToInput(context.Get(Input)), context.Instance.Id, bookmark?.Id));
        if (!wait) context.Complete();
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        context.Set(Result, payload?["output"]?.DeepClone());
        context.Complete();
    }
}

/// <summary>Runs another workflow right here, in the same burst; waits for its end only if asked to.</summary>
[Activity("Elsa", "Composition", "Create a new workflow instance of the specified workflow and execute it.", DisplayName = "Execute Workflow", Kind = "Task", Waits = true)]
public sealed class ExecuteWorkflow : StartsWorkflow
{
    [Input("The correlation ID to associate the workflow with.", DisplayName = "Correlation Id")] public Input<string> CorrelationId { get; } = new();
    [Input("The input to send to the workflow.", UiHint = "dropdown", TypeName = "ObjectDictionary")] public Input<JsonNode> Input { get; } = new();
    [Input("True to wait for the child workflow to complete before completing this activity.", UiHint = "checkbox", DisplayName = "Wait For Completion")]
    public Input<bool> WaitForCompletion { get; } = new();
    [Output] public Output<object> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var definitionId = TargetDefinition(context);
        var workflow = context.Definitions.FindPublished(definitionId) ?? throw new InvalidOperationException($"There is no published workflow '{definitionId}'.");
        var correlationId = context.Get(CorrelationId);
        var wait = context.Get(WaitForCompletion);
        var bookmark = wait ? context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, context.Execution.Id)) : null;
        var child = context.RunChild(workflow, ToInput(context.Get(Input)), string.IsNullOrEmpty(correlationId) ? null : correlationId, bookmark?.Id);
        if (child.State.SubStatus == InstanceSubStatus.Faulted && !wait) throw new InvalidOperationException($"The workflow '{definitionId}' faulted: {child.State.Incidents.LastOrDefault()?.Message}");
        if (wait && child.State.SubStatus is not (InstanceSubStatus.Finished or InstanceSubStatus.Cancelled)) return;
        // The child's end is known already; its report would find no bookmark.
        if (bookmark is not null) context.Instance.Bookmarks.Remove(bookmark);
        SetResult(context, child.State.Id, child.State.Status, child.State.SubStatus, new JsonObject(child.State.Output.Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone()))));
        context.Complete();
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        SetResult(context, payload?["workflowInstanceId"]?.ToString(), InstanceStatus.Finished, Enum.Parse<InstanceSubStatus>(payload?["subStatus"]?.ToString() ?? nameof(InstanceSubStatus.Finished)), payload?["output"]?.DeepClone());
        context.Complete();
    }

    void SetResult(ActivityContext context, string? instanceId, InstanceStatus status, InstanceSubStatus subStatus, JsonNode? output) => context.Set(Result, new JsonObject
    {
        ["workflowInstanceId"] = instanceId,
        ["status"] = status.ToString(),
        ["subStatus"] = subStatus.ToString(),
        ["output"] = output,
    });
}

/// <summary>Starts one instance of a workflow for each item of a list.</summary>
[Activity("Elsa", "Composition", "Bulk dispatch workflows.", DisplayName = "Bulk Dispatch Workflows", Kind = "Task", Outcomes = ["Completed", "Canceled", "Done"], Embedded = ["ChildCompleted"], Waits = true)]
public sealed class BulkDispatchWorkflows : StartsWorkflow
{
    [Input("The data source to use for dispatching the workflows.")] public Input<JsonNode> Items { get; } = new();
    [Input("The default key to use for the item input. Will not be used if the item is an object.", DisplayName = "Default Item Input Key")] public Input<string> DefaultItemInputKey { get; } = new("Item");
    [Input("An expression for the correlation id of each child; the variable Item holds the item.", DisplayName = "Correlation Id Function")] public Input<string> CorrelationIdFunction { get; } = new();
    [Input("Any additional input to send to the workflows.", UiHint = "dropdown", TypeName = "ObjectDictionary")] public Input<JsonNode> Input { get; } = new();
    [Input("Wait for the child workflows to complete before completing this activity.", UiHint = "checkbox", DisplayName = "Wait For Completion")] public Input<bool> WaitForCompletion { get; } = new(true);

    public override void Execute(ActivityContext context)
    {
        var definitionId = TargetDefinition(context);
        if (context.Definitions.FindPublished(definitionId) is null) throw new InvalidOperationException($"There is no published workflow '{definitionId}'.");
        var items = ValueConversion.ToNamedType(context.Get(Items), "Object") as JsonArray ?? [];
        var shared = ToInput(context.Get(Input));
        var key = context.Get(DefaultItemInputKey) ?? "Item";
        var wait = context.Get(WaitForCompletion) && items.Count > 0;
        foreach (var item in items)
        {
            var input = new Dictionary<string, JsonNode?>(shared.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
            if (item is JsonObject values) foreach (var (name, value) in values) input[name] = value?.DeepClone();
            else input[key] = item?.DeepClone();
            context.Execution.Variables["Item"] = item?.DeepClone();
            var childId = context.NewId();
            var bookmark = wait ? WaitForChild(context, childId) : null;
            var correlationId = context.Get(CorrelationIdFunction);
            context.Emit(new StartWorkflowCommand(childId, definitionId, string.IsNullOrEmpty(correlationId) ? null : correlationId, input, context.Instance.Id, bookmark?.Id));
        }
        context.Execution.Variables.Remove("Item");
        if (!wait) context.Complete(["Completed", "Done"]);
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        if (Node.Child("childCompleted") is { } body) context.Schedule(body, new() { ["ChildOutput"] = payload?["output"]?.DeepClone(), ["ChildInstanceId"] = payload?["workflowInstanceId"]?.DeepClone() });
        else CompleteWhenAllAreDone(context);
    }

    public override void ChildCompleted(ActivityContext context, Definitions.ActivityNode child, IReadOnlyList<string> outcomes) => CompleteWhenAllAreDone(context);

    static void CompleteWhenAllAreDone(ActivityContext context)
    {
        var waiting = context.Instance.Bookmarks.Any(bookmark => bookmark.ExecutionId == context.Execution.Id);
        if (!waiting && !context.HasScheduledChildren && !context.ChildExecutions().Any()) context.Complete(["Completed", "Done"]);
    }
}

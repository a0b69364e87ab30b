using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs another workflow right here, in the same burst; waits for its end only if asked to.</summary>
[Activity("Elsa", "Composition", "Create a new workflow instance of the specified workflow and execute it.", DisplayName = "Execute Workflow",
    Kind = "Task", WaitsFor = WaitsFor.Program)]
public sealed class ExecuteWorkflow : StartsWorkflow
{
    [Input("The correlation ID to associate the workflow with.", DisplayName = "Correlation Id")] public Input<string> CorrelationId { get; } = new();
    [Input("The input to send to the workflow.", UiHint = "dropdown", TypeName = "ObjectDictionary")] public Input<JsonNode> Input { get; } = new();
    [Input("True to wait for the child workflow to complete before completing this activity.", UiHint = "checkbox",
        DisplayName = "Wait For Completion")]
    public Input<bool> WaitForCompletion { get; } = new();
    protected override Input<JsonNode> Given => Input;
    [Output] public Output<object> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var target = Target(context);
        var input = ToInput(context.Get(Input));
        Require(target, input);
        var correlationId = context.Get(CorrelationId);
        var wait = context.Get(WaitForCompletion);
        var bookmark = wait ? context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, context.Execution.Id)) : null;
        var child = context.RunChild(target, input, string.IsNullOrEmpty(correlationId) ? null : correlationId, bookmark?.Id);
        if (child.State.SubStatus == InstanceSubStatus.Faulted && !wait)
            throw new ExpressionException($"The workflow {target.Definition.Shown} faulted: {child.State.Incidents.LastOrDefault()?.Told}");
        if (wait && child.State.SubStatus is not (InstanceSubStatus.Finished or InstanceSubStatus.Cancelled)) return;
        // The child's end is known already; its report would find no bookmark.
        if (bookmark is not null) context.Instance.Bookmarks.Remove(bookmark);
        SetResult(context, child.State.Id, child.State.Status, child.State.SubStatus,
            new JsonObject(child.State.Output.Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone()))));
        context.Complete();
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        SetResult(context, payload?["workflowInstanceId"]?.ToString(), InstanceStatus.Finished,
            Enum.Parse<InstanceSubStatus>(payload?["subStatus"]?.ToString() ?? nameof(InstanceSubStatus.Finished)), payload?["output"]?.DeepClone());
        context.Complete();
    }

    void SetResult(ActivityContext context, string? instanceId, InstanceStatus status, InstanceSubStatus subStatus, JsonNode? output) =>
        context.Set(Result, new JsonObject
        {
            ["workflowInstanceId"] = instanceId,
            ["status"] = status.ToString(),
            ["subStatus"] = subStatus.ToString(),
            ["output"] = output,
        });
}

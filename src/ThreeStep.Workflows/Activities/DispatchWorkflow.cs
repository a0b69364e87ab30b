using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Starts another workflow, and may wait for its end.</summary>
[Activity("Elsa", "Composition", "Create a new workflow instance of the specified workflow and dispatch it for execution.",
    DisplayName = "Dispatch Workflow", WaitsFor = WaitsFor.Program)]
public sealed class DispatchWorkflow : StartsWorkflow
{
    [Input("The correlation ID to associate the workflow with.", DisplayName = "Correlation Id")] public Input<string> CorrelationId { get; } = new();
    [Input("The input to send to the workflow.", UiHint = "dropdown", TypeName = "ObjectDictionary")] public Input<JsonNode> Input { get; } = new();
    [Input("True to wait for the child workflow to complete before completing this activity, false to \"fire and forget\".", UiHint = "checkbox",
        DisplayName = "Wait For Completion")]
    public Input<bool> WaitForCompletion { get; } = new();
    protected override Input<JsonNode> Given => Input;
    [Output] public Output<object> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var target = Target(context);
        var input = ToInput(context.Get(Input));
        Require(target, input);
        var childId = context.NewId();
        var wait = context.Get(WaitForCompletion);
        var bookmark = wait ? WaitForChild(context, childId) : null;
        var correlationId = context.Get(CorrelationId);
        if (correlationId == "") correlationId = null;
        context.Emit(new StartWorkflowCommand(childId, target.Definition.DefinitionId, correlationId, input, context.Instance.Id, bookmark?.Id));
        if (!wait) context.Complete();
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        context.Set(Result, payload?["output"]?.DeepClone());
        context.Complete();
    }
}

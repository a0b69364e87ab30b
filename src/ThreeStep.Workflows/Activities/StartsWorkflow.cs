using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
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

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>What the activities that start other workflows have in common.</summary>
public abstract class StartsWorkflow : Activity
{
    [Input("The definition ID of the workflow to run.", DisplayName = "Workflow Definition", UiHint = "workflow-definition-picker",
        IsNeeded = true, Kind = typeof(WorkflowName))]
    public Input<string> WorkflowDefinitionId { get; } = new();

    /// <summary>The values that all workflows it starts get.</summary>
    protected abstract Input<JsonNode> Given { get; }

    /// <summary>True where each one gets values of its own besides.</summary>
    protected virtual bool GivesMore => false;

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (GivesMore || WorkflowDefinitionId.Expression is not { Type: "Literal" or "" } id) yield break;
        if (definitions.FindPublished(id.Text) is not { } target || DrawnValue.NamesOf(Given.Expression) is not { } names) yield break;
        foreach (var input in target.Definition.Inputs)
            if (input.IsRequired && input.DefaultValue is null && !names.Contains(input.Name))
                yield return Finding.Error(Node, Messages.InputNotGiven, target.Definition.Shown, input.Name);
    }

    /// <summary>The workflow to start.</summary>
    /// <exception cref="ExpressionException">There is none of that name, or it is not published.</exception>
    protected CompiledWorkflow Target(ActivityContext context) => context.Definitions.FindPublished(context.Get(WorkflowDefinitionId)!)!;

    /// <exception cref="ExpressionException">The workflow is not started with these values.</exception>
    protected static void Require(CompiledWorkflow target, Dictionary<string, JsonNode?> input)
    {
        if (target.Definition.MissingInputs(input) is [var missing, ..])
            throw new ExpressionException($"The workflow {target.Definition.Shown} is not started without the input {missing}. Give it a value.");
    }

    protected static Dictionary<string, JsonNode?> ToInput(JsonNode? source) => source switch
    {
        JsonObject values => values.ToDictionary(item => item.Key, item => item.Value?.DeepClone()),
        null => [],
        _ when ValueConversion.ToNamedType(source, "Object") is JsonObject parsed => ToInput(parsed),
        JsonValue text when text.TryGetValue(out string? empty) && string.IsNullOrWhiteSpace(empty) => [],
        _ => throw new ExpressionException("The input of a workflow is an object with named values."),
    };

    protected Bookmark WaitForChild(ActivityContext context, string childId) =>
        context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, childId), new JsonObject { ["childInstanceId"] = childId });

    /// <summary>A child nobody waits for any more is cancelled with its parent.</summary>
    public override void Cancel(ActivityContext context)
    {
        foreach (var bookmark in context.Instance.Bookmarks.Where(bookmark => bookmark.ExecutionId == context.Execution.Id))
            if (bookmark.Payload?.Text("childInstanceId") is { } child)
                context.Emit(new CancelWorkflowCommand(child, context.Cancellation?.By, context.Cancellation?.Reason));
    }
}

using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Definitions;

namespace ThreeStep.Workflows.Activities;

/// <summary>The workflow itself: runs the definition's root activity and ends the instance with it.</summary>
public sealed class WorkflowRoot : Activity
{
    public const string TypeName = "Elsa.Workflow";

    public override void Execute(ActivityContext context)
    {
        if (Node.Children is [var root, ..]) context.Schedule(root);
        else context.FinishInstance();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) => context.FinishInstance();

    protected internal override void Bind() { }
}

/// <summary>Stands for an activity whose type this server does not know. It loads and saves as it is, and faults when reached.</summary>
public sealed class NotFoundActivity : Activity
{
    public override void Execute(ActivityContext context) => throw new InvalidOperationException($"The activity type '{Node.TypeName}' is not known to this server. Remove the activity, or install what provides it.");

    protected internal override void Bind() { }
}

/// <summary>A published definition used as an activity: runs its root with inputs and outputs of its own, inside the same instance.</summary>
public sealed class WorkflowDefinitionActivity : Activity
{
    readonly Dictionary<string, Expressions.Expression?> inputs = [];

    protected internal override void Bind()
    {
        foreach (var input in Node.Composite!.Inputs) inputs[input.Name] = Expressions.Expression.Read(Node.Source[ActivityBinding.CamelCase(input.Name)] ?? Node.Source[input.Name]);
    }

    public override void Execute(ActivityContext context)
    {
        var values = new System.Text.Json.Nodes.JsonObject();
        foreach (var declared in Node.Composite!.Inputs)
        {
            var value = inputs[declared.Name] is { } expression ? context.Evaluate(expression, declared.Name) : declared.DefaultValue?.DeepClone();
            values[declared.Name] = Values.ValueConversion.ToNamedType(value, declared.Type, declared.IsArray)?.DeepClone();
            context.Execution.Inputs[declared.Name] = value?.DeepClone();
        }
        context.Execution.Properties["inputs"] = values;
        if (Node.Children is [var root, ..]) context.Schedule(root);
        else context.Complete();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        var outputs = context.Execution.Properties["outputs"] as System.Text.Json.Nodes.JsonObject;
        foreach (var declared in Node.Composite!.Outputs)
            context.Set(new Output<object> { Name = declared.Name, VariableId = ActivityBinding.VariableId(Node.Source[ActivityBinding.CamelCase(declared.Name)]) }, outputs?[declared.Name]?.DeepClone());
        context.Complete(outcomes);
    }
}

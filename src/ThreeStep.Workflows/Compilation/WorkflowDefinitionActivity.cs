using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Compilation;

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

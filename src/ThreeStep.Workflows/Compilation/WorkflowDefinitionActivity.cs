using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Compilation;

/// <summary>A published definition used as an activity: runs its root with inputs and outputs of its own, inside the same instance.</summary>
public sealed class WorkflowDefinitionActivity : Activity
{
    readonly Dictionary<string, Expression?> inputs = [];

    protected internal override void Bind()
    {
        foreach (var input in Node.Composite!.Inputs)
            inputs[input.Name] = Expression.Read(Node.Source[ActivityBinding.CamelCase(input.Name)] ?? Node.Source[input.Name]);
    }

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        foreach (var declared in Node.Composite!.Inputs)
        {
            var expression = inputs[declared.Name];
            if (expression is null && declared is { IsRequired: true, DefaultValue: null })
                yield return Finding.Error(Node, Messages.InputNotGiven, Node.Composite.Shown, declared.Name);
            else if (expression is { Type: "Literal" or "" } && ValueConversionException.Of(() => declared.Take(expression.Value)) is { } refusal)
                yield return Finding.Error(Node, Messages.ValueRefused, declared.Name, refusal);
        }
    }

    public override void Execute(ActivityContext context)
    {
        var values = new JsonObject();
        foreach (var declared in Node.Composite!.Inputs)
        {
            var value = inputs[declared.Name] is { } expression ? context.Evaluate(expression, declared.Name) : declared.DefaultValue?.DeepClone();
            if (ValueConversionException.Of(() => values[declared.Name] = declared.Take(value)) is { } refusal)
                throw new ExpressionException($"{declared.Name}: {refusal}") { Property = declared.Name };
            context.Execution.Inputs[declared.Name] = value?.DeepClone();
        }
        context.Execution.Properties["inputs"] = values;
        if (Node.Children is [var root, ..]) context.Schedule(root);
        else context.Complete();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        var outputs = context.Execution.Properties["outputs"] as JsonObject;
        foreach (var declared in Node.Composite!.Outputs)
            context.Set(new Output<object>
            {
                Name = declared.Name,
                BoundTo = ActivityBinding.Reference(Node.Source[ActivityBinding.CamelCase(declared.Name)])
            },
                outputs?[declared.Name]?.DeepClone());
        context.Complete(outcomes);
    }
}

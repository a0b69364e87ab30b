using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Gives a variable a value.</summary>
[Activity("Elsa", "Primitives", "Assign a workflow variable a value.", DisplayName = "Set Variable")]
public sealed class SetVariable : Activity
{
    [Input("The value to assign.")] public Input<JsonNode> Value { get; } = new();

    string? VariableId => Node.Source.Object("variable")?.Text("id");
    string? VariableName => Node.Source.Object("variable")?.Text("name");

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if ((VariableId ?? VariableName) is not { Length: > 0 } target) yield return Finding.Error(Node, Messages.NoVariableChosen);
        else if (!Node.VariablesInSight().Any(variable => variable.Id == VariableId || variable.Name == VariableName)) yield return Finding.Error(Node, Messages.UnknownVariable, "Variable", VariableName ?? target);
    }

    public override void Execute(ActivityContext context)
    {
        if ((VariableId ?? VariableName) is not { } target) throw new InvalidOperationException("No variable is chosen.");
        var value = context.Get(Value);
        var scope = context.Scope();
        try
        {
            if (VariableName is { } name && scope.VariableNames.Contains(name)) scope.SetVariable(name, value);
            else scope.SetVariableById(target, value);
        }
        catch (Expressions.ExpressionException error)
        {
            throw new Expressions.ExpressionException($"{nameof(Value)}: {error.Message}", null, error) { Property = nameof(Value) };
        }
        context.Complete();
    }
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Expressions;
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
        else if (Node.VariablesInSight().FirstOrDefault(variable => variable.Id == VariableId || variable.Name == VariableName) is not { } variable)
            yield return Finding.Error(Node, Messages.UnknownVariable, "Variable", VariableName ?? target);
        else if (Value.Expression is { Type: "Literal" or "" } value && ValueConversionException.Of(() => variable.Take(value.Value)) is { } refusal)
            yield return Finding.Error(Node, Messages.ValueRefused, Value.Label, refusal);
    }

    public override void Execute(ActivityContext context)
    {
        if ((VariableId ?? VariableName) is not { } target) throw new ActivityException("No variable is chosen.");
        var value = context.Get(Value);
        var scope = context.Scope();
        try
        {
            if (VariableName is { } name && scope.VariableNames.Contains(name)) scope.SetVariable(name, value);
            else scope.SetVariableById(target, value);
        }
        catch (ExpressionException error)
        {
            throw new ExpressionException($"{Value.Label}: {error.Words}", null, error) { Property = nameof(Value) };
        }
        context.Complete();
    }
}

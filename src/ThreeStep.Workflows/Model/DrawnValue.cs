using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Model;

/// <summary>What can be known of a value before a workflow runs: literals, and what variables and inputs begin with.</summary>
/// <param name="IsKnown">False where only a running workflow can tell.</param>
/// <param name="From">The variable or input whose default it is; null for a literal.</param>
public sealed record DrawnValue(JsonNode? Value, bool IsKnown, string? From = null)
{
    static readonly DrawnValue Unknown = new(null, false);

    /// <exception cref="ExpressionException">A literal object is no JSON.</exception>
    /// <exception cref="ValueConversionException">A default does not fit its type.</exception>
    public static DrawnValue Of(Expression? expression, ActivityNode node, CompiledWorkflow? workflow = null)
    {
        switch (expression?.Type)
        {
            case null:
                return new(null, true);
            case "Literal" or "" or "Object" or "Json":
                return new(ExpressionEvaluator.Constant(expression), true);
            case "Variable":
                var name = ExpressionEvaluator.ReferenceName(expression.Value);
                var known = node.VariablesInSight().FirstOrDefault(variable => variable.Name == name || variable.Id == name);
                return known is null ? Unknown : new(known.Initial(), true, known.Name);
            case "Input":
                var input = workflow?.Definition.Inputs.FirstOrDefault(input => input.Name == ExpressionEvaluator.ReferenceName(expression.Value));
                return input?.DefaultValue is null ? Unknown : new(input.Default(), true, input.Name);
            default:
                return Unknown;
        }
    }

    /// <inheritdoc cref="Of"/>
    /// <returns>Null where it cannot be read.</returns>
    public static DrawnValue? TryOf(Expression? expression, ActivityNode node)
    {
        try { return Of(expression, node); }
        catch (Exception error) when (error is ExpressionException or ValueConversionException) { return null; }
    }

    /// <summary>The names of the values in an object, as far as they can be read without running anything; null where they cannot.</summary>
    public static IReadOnlyCollection<string>? NamesOf(Expression? expression)
    {
        try
        {
            return expression switch
            {
                null => [],
                { Type: "JavaScript" } script => ScriptFacts.NamesOfObject(script.Text),
                { Type: "Literal" or "" or "Object" or "Json" } => NamesIn(ExpressionEvaluator.Constant(expression)),
                _ => null,
            };
        }
        catch (ExpressionException) { return null; }
    }

    static List<string> NamesIn(JsonNode? value) =>
        ValueConversion.ToNamedType(value, "Object") is JsonObject values ? values.Select(item => item.Key).ToList() : [];
}

using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Expressions;

/// <summary>Evaluates an expression of any supported language to a JSON value.</summary>
public static class ExpressionEvaluator
{
    public static readonly IReadOnlyList<string> Languages = ["Literal", "Object", "Json", "Variable", "Input", "JavaScript", "Liquid"];

    /// <exception cref="ExpressionException">The expression is wrong, takes too long, or its language is not known.</exception>
    public static JsonNode? Evaluate(Expression expression, IExpressionScope scope) => expression.Type switch
    {
        "Literal" or "" or "Object" or "Json" => Constant(expression),
        "Variable" => Json.Copy(scope.GetVariable(ReferenceName(expression.Value))),
        "Input" => Json.Copy(scope.Inputs.GetValueOrDefault(ReferenceName(expression.Value))),
        "JavaScript" => JavaScript.Evaluate(expression.Text, scope),
        "Liquid" => Liquid.Render(expression.Text, scope),
        _ =>
            throw new ExpressionException($"The expression language '{expression.Type}' is not supported. Use one of: {string.Join(", ", Languages)}."),
    };

    /// <summary>A value that is written as it is.</summary>
    /// <exception cref="ExpressionException">An object is no JSON.</exception>
    public static JsonNode? Constant(Expression expression) =>
        expression.Type is "Object" or "Json" ? ParseObject(expression) : Json.Copy(expression.Value);

    static JsonNode? ParseObject(Expression expression)
    {
        if (expression.Value is not JsonValue text || !text.TryGetValue(out string? json)) return Json.Copy(expression.Value);
        if (string.IsNullOrWhiteSpace(json)) return null;
        try { return JsonNode.Parse(json); }
        catch (JsonException error)
        {
            throw new ExpressionException("This is no valid JSON. Look for a missing bracket, quote or comma.", (int?)error.LineNumber + 1, error);
        }
    }

    /// <summary>Elsa refers to a variable or input by its name or by an object with name and id.</summary>
    public static string ReferenceName(JsonNode? value) =>
        value is JsonObject reference ? reference.Text("name") ?? reference.Text("id") ?? "" : value?.ToString() ?? "";
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Checks;

/// <summary>Scripts and templates that do not parse, and names that nobody has declared.</summary>
sealed class ExpressionChecks(CompiledWorkflow workflow) : IDisposable
{
    readonly JavaScriptNames names = new();

    public IEnumerable<Finding> Of(ActivityNode node) => Within(node, node.Source, null);

    IEnumerable<Finding> Within(ActivityNode node, JsonObject source, string? property)
    {
        foreach (var (name, value) in source)
        {
            if (property is null && name is "metadata" or "customProperties" or "connections" or "variables") continue;
            var place = property ?? name;
            if (value is JsonObject wrapped && wrapped.Object("expression") is { } expression)
                foreach (var finding in OfExpression(node, place, expression)) yield return finding;
            else if (value is JsonObject bare && bare.Text("type") is { } language && bare.ContainsKey("value") && ExpressionEvaluator.Languages.Contains(language))
                foreach (var finding in OfExpression(node, place, bare)) yield return finding;
            else if (value is JsonArray list)
                foreach (var item in list.OfType<JsonObject>().Where(item => !IsActivity(item)))
                    foreach (var finding in Within(node, item, place)) yield return finding;
            if (value is JsonObject bound && bound.Object("memoryReference")?.Text("id") is { } id && !IsDeclared(node, id) && bound.Object("expression") is null)
                yield return Finding.Warning(node, Messages.UnknownVariable, place, id);
        }
    }

    static bool IsActivity(JsonObject item) => item.Text("type") is not null && item.ContainsKey("id");

    IEnumerable<Finding> OfExpression(ActivityNode node, string property, JsonObject source)
    {
        if (Expression.Read(source) is not { } expression) yield break;
        switch (expression.Type)
        {
            case "JavaScript":
                foreach (var finding in OfScript(node, property, expression.Text)) yield return finding;
                break;
            case "Liquid":
                if (Refusal(() => Liquid.Check(expression.Text)) is { } refusal) yield return Broken(node, property, refusal);
                break;
            case "Variable":
                if (Reference(expression.Value) is { Length: > 0 } variable && !IsDeclared(node, variable)) yield return Finding.Warning(node, Messages.UnknownVariable, property, variable);
                break;
            case "Input":
                if (Reference(expression.Value) is { Length: > 0 } input && workflow.Definition.Inputs.All(declared => declared.Name != input)) yield return Finding.Warning(node, Messages.UnknownInput, property, input);
                break;
            case "Literal" or "Object" or "Json" or "" or "Output":
                break;
            default:
                yield return Finding.Error(node, Messages.UnknownLanguage, property, expression.Type, string.Join(", ", ExpressionEvaluator.Languages));
                break;
        }
    }

    IEnumerable<Finding> OfScript(ActivityNode node, string property, string code)
    {
        if (string.IsNullOrWhiteSpace(code)) yield break;
        if (Refusal(() => JavaScript.Check(code)) is { } refusal)
        {
            yield return Broken(node, property, refusal);
            yield break;
        }
        var variables = node.VariablesInSight().Select(variable => variable.Name);
        foreach (var name in names.Unknown(code, variables, workflow.Definition.Inputs.Select(input => input.Name), workflow.FindOutput))
            yield return Finding.Warning(node, Messages.UnknownFunction, property, name);
    }

    static Finding Broken(ActivityNode node, string property, ExpressionException error) => error.Line is { } line
        ? Finding.Error(node, Messages.ScriptDoesNotParseInLine, property, line, error.Message)
        : Finding.Error(node, Messages.ScriptDoesNotParse, property, error.Message);

    static ExpressionException? Refusal(Action check)
    {
        try { check(); }
        catch (ExpressionException error) { return error; }
        return null;
    }

    static string? Reference(JsonNode? value) => value is JsonObject reference ? reference.Text("name") ?? reference.Text("id") : value?.ToString();

    /// <summary>Names that loops and children bring with them count as declared wherever the activity stands inside of something.</summary>
    static bool IsDeclared(ActivityNode node, string name) =>
        node.VariablesInSight().Any(variable => variable.Name == name || variable.Id == name) || name is "CurrentValue" or "CurrentIndex" or "ChildOutput" or "ChildInstanceId" or "Item";

    public void Dispose() => names.Dispose();
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Checks;

/// <summary>The expressions that stand in an activity's JSON, wherever they stand: inputs, conditions of cases.</summary>
static class WrittenExpressions
{
    /// <summary>Each with the property it stands in.</summary>
    public static IEnumerable<(string Place, Expression Expression)> Of(ActivityNode node) => Within(node, node.Source, null);

    static IEnumerable<(string, Expression)> Within(ActivityNode node, JsonObject source, string? property)
    {
        foreach (var (name, value) in source)
        {
            if (property is null && name is "metadata" or "customProperties" or "connections" or "variables") continue;
            var place = property ?? name;
            if (value is JsonArray list)
            {
                foreach (var item in list.OfType<JsonObject>().Where(item => !IsActivity(item)))
                    foreach (var found in Within(node, item, place)) yield return found;
            }
            else if (value is JsonObject given && Expression.Read(given.Object("expression") ?? Bare(given)) is { } expression)
                yield return (place, IsScript(node, place, expression) ? expression with { Type = "JavaScript" } : expression);
        }
    }

    static JsonObject? Bare(JsonObject source) =>
        source.Text("type") is { } language && source.ContainsKey("value") && ExpressionEvaluator.Languages.Contains(language) ? source : null;

    /// <summary>Elsa keeps the script of RunJavaScript as a literal.</summary>
    static bool IsScript(ActivityNode node, string place, Expression expression) =>
        expression.Type is "Literal" or "" && node.Activity is RunJavaScript && place == "script";

    static bool IsActivity(JsonObject item) => item.Text("type") is not null && item.ContainsKey("id");
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using DotLiquid;
using DotLiquid.Exceptions;
using DotLiquid.NamingConventions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Expressions;

/// <summary>Liquid templates: <c>{{ Variables.X }}</c>, <c>{{ Input.Y }}</c>, <c>{{ CorrelationId }}</c>, with a <c>json</c> filter.</summary>
public static class Liquid
{
    const int IterationLimit = 100_000;
    const int TemplateLimit = 5_000;
    static readonly ConcurrentDictionary<string, Template> templates = new(StringComparer.Ordinal);

    static Liquid()
    {
        Template.NamingConvention = new RubyNamingConvention();
        Template.RegisterFilter(typeof(LiquidFilters));
    }

    /// <summary>Checks the syntax only.</summary>
    /// <exception cref="ExpressionException">The template does not parse.</exception>
    public static void Check(string text) => Parse(text);

    public static JsonNode Render(string text, IExpressionScope scope)
    {
        var template = Parse(text);
        try
        {
            return template.Render(new RenderParameters(CultureInfo.InvariantCulture)
            {
                LocalVariables = Globals(scope),
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                MaxIterations = IterationLimit,
                Timeout = (int)JavaScript.TimeLimit.TotalMilliseconds,
            });
        }
        catch (Exception error) when (error is LiquidException or InvalidOperationException or FormatException or System.ArgumentException or System.TimeoutException)
        {
            throw new ExpressionException(error.Message, null, error);
        }
    }

    static Template Parse(string text)
    {
        if (templates.TryGetValue(text, out var known)) return known;
        try
        {
            var template = Template.Parse(text);
            // A template keeps no state of a rendering once it is told that several threads share it.
            template.MakeThreadSafe();
            if (templates.Count > TemplateLimit) templates.Clear();
            return templates[text] = template;
        }
        catch (LiquidException error) { throw new ExpressionException(error.Message, null, error); }
    }

    static Hash Globals(IExpressionScope scope)
    {
        var variables = new Hash();
        foreach (var name in scope.VariableNames.Distinct()) variables[name] = ToLiquid(scope.GetVariable(name));
        var inputs = new Hash();
        foreach (var (name, value) in scope.Inputs) inputs[name] = ToLiquid(value);
        return new Hash
        {
            ["Variables"] = variables,
            ["Input"] = inputs,
            ["WorkflowInstanceId"] = scope.InstanceId,
            ["WorkflowDefinitionId"] = scope.DefinitionId,
            ["WorkflowDefinitionVersionId"] = scope.DefinitionVersionId,
            ["WorkflowDefinitionVersion"] = scope.DefinitionVersion,
            ["CorrelationId"] = scope.CorrelationId,
            ["Now"] = scope.Now.UtcDateTime,
        };
    }

    static object? ToLiquid(JsonNode? node) => node switch
    {
        null => null,
        JsonObject source => source.Aggregate(new Hash(), (hash, item) => { hash[item.Key] = ToLiquid(item.Value); return hash; }),
        JsonArray list => list.Select(ToLiquid).ToList(),
        JsonValue scalar when scalar.TryGetValue(out string? text) => text,
        JsonValue scalar when scalar.TryGetValue(out bool flag) => flag,
        JsonValue scalar when scalar.TryGetValue(out long whole) => whole,
        JsonValue scalar when scalar.TryGetValue(out decimal number) => number,
        _ => ValueConversion.AsText(node),
    };
}

/// <summary>Filters beside Liquid's own.</summary>
public static class LiquidFilters
{
    public static string Json(object? input) => Values.Json.Write(ValueConversion.From(input));
}

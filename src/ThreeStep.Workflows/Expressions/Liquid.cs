using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DotLiquid;
using DotLiquid.Exceptions;
using DotLiquid.NamingConventions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Expressions;

/// <summary>Liquid templates: <c>{{ Variables.X }}</c>, <c>{{ Input.Y }}</c>, <c>{{ CorrelationId }}</c>, as Elsa names them.</summary>
public static partial class Liquid
{
    const int IterationLimit = 100_000;
    const int TemplateLimit = 5_000;
    static readonly ConcurrentDictionary<string, Template> templates = new(StringComparer.Ordinal);

    static Liquid() => Template.NamingConvention = new RubyNamingConvention();

    /// <summary>Checks the syntax only.</summary>
    /// <exception cref="ExpressionException">The template does not parse.</exception>
    public static void Check(string text) => Parse(text);

    /// <summary>The variables and inputs that a template names.</summary>
    internal static (IReadOnlyList<string> Variables, IReadOnlyList<string> Inputs) NamesIn(string text)
    {
        var named = Marked().Matches(text).SelectMany(marked => Named().Matches(Quoted().Replace(marked.Value, ""))).ToList();
        return (Of("Variables"), Of("Input"));

        List<string> Of(string of) =>
            named.Where(match => match.Groups["of"].Value == of).Select(match => match.Groups["name"].Value).Distinct().ToList();
    }

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.Singleline, 1000)]
    private static partial Regex Marked();

    [GeneratedRegex("""("[^"]*"|'[^']*')""", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(?<of>Variables|Input)\.(?<name>[\p{L}_][\p{L}\p{N}_]*)", RegexOptions.None, 1000)]
    private static partial Regex Named();

    public static JsonNode Render(string text, IExpressionScope scope)
    {
        var template = Parse(text);
        using var limit = new CancellationTokenSource(JavaScript.TimeLimit);
        // A context of its own, because a template that threads share takes no filters from the parameters.
        var context = new Context([Globals(scope)], [], [], ErrorsOutputMode.Rethrow, IterationLimit, CultureInfo.InvariantCulture, limit.Token);
        context.AddFilters(typeof(LiquidFilters));
        try
        {
            return template.Render(new RenderParameters(CultureInfo.InvariantCulture) { Context = context });
        }
        catch (OperationCanceledException error)
        {
            throw new ExpressionException($"The template ran for more than {JavaScript.TimeLimit.TotalSeconds:0} seconds and was stopped.", null,
                error);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
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
            ["WorkflowInstanceName"] = scope.InstanceName,
            ["WorkflowDefinitionId"] = scope.DefinitionId,
            ["WorkflowDefinitionVersionId"] = scope.DefinitionVersionId,
            ["WorkflowDefinitionVersion"] = scope.DefinitionVersion,
            ["CorrelationId"] = scope.CorrelationId,
            [LiquidFilters.Now] = scope.Now.UtcDateTime,
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

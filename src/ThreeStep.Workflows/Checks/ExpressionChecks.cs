using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Checks;

/// <summary>Scripts and templates that do not parse, and names in them that nobody has declared.</summary>
sealed class ExpressionChecks(Surroundings around) : IDisposable
{
    readonly JavaScriptNames names = new();
    readonly Lazy<HashSet<string>> setByScripts = new(() => SetByScripts(around.Workflow));

    public IEnumerable<Finding> Of(ActivityNode node) =>
        [.. WrittenExpressions.Of(node).SelectMany(written => OfExpression(node, written.Place, written.Expression)), .. Bindings(node)];

    /// <summary>Outputs that go to a variable or an output of the workflow, and inputs that Elsa binds to a variable directly.</summary>
    IEnumerable<Finding> Bindings(ActivityNode node)
    {
        foreach (var (place, value) in node.Source)
            if ((value as JsonObject)?.Object("expression") is null && ActivityBinding.Reference(value) is { } target
                && !IsDeclared(node, target) && around.Workflow.Definition.Outputs.All(output => output.Name != target))
                yield return Finding.Warning(node, Messages.UnknownVariable, place, target);
    }

    IEnumerable<Finding> OfExpression(ActivityNode node, string property, Expression expression)
    {
        switch (expression.Type)
        {
            case "JavaScript":
                return OfScript(node, property, expression.Text);
            case "Liquid":
                return OfTemplate(node, property, expression.Text);
            case "Variable":
                return Variables(node, property, [ExpressionEvaluator.ReferenceName(expression.Value)]);
            case "Input":
                return Inputs(node, property, [ExpressionEvaluator.ReferenceName(expression.Value)]);
            case "Literal" or "Object" or "Json" or "" or "Output":
                return [];
            default:
                return [Finding.Error(node, Messages.UnknownLanguage, property, expression.Type, string.Join(", ", ExpressionEvaluator.Languages))];
        }
    }

    IEnumerable<Finding> OfTemplate(ActivityNode node, string property, string text)
    {
        if (Refusal(() => Liquid.Check(text)) is { } refusal) return [Broken(node, property, refusal)];
        var (variables, inputs) = Liquid.NamesIn(text);
        return [.. Variables(node, property, variables), .. Inputs(node, property, inputs)];
    }

    IEnumerable<Finding> OfScript(ActivityNode node, string property, string code)
    {
        if (string.IsNullOrWhiteSpace(code)) return [];
        ScriptFacts? facts = null;
        if (Refusal(() => facts = ScriptFacts.Of(code)) is { } refusal) return [Broken(node, property, refusal)];
        return
        [
            .. facts!.Functions.Where(name => !IsThere(node, name)).Select(name => Finding.Error(node, Messages.UnknownFunction, property, name)),
            .. facts.Names.Where(name => !IsThere(node, name)).Select(name => Finding.Error(node, Messages.UnknownName, property, name)),
            .. Variables(node, property, facts.VariablesRead),
            .. Inputs(node, property, facts.Inputs),
            .. facts.OutputsOf.Where(IsNoActivity).Select(name => Finding.Warning(node, Messages.UnknownOutputActivity, property, name)),
            .. Records(node, property, facts),
        ];
    }

    IEnumerable<Finding> Records(ActivityNode node, string property, ScriptFacts facts)
    {
        foreach (var kind in facts.RecordKinds)
            if (around.Records.FieldsOf(kind) is null) yield return Finding.Error(node, Messages.UnknownRecordKind, property, kind);
        foreach (var (kind, field) in facts.RecordFields)
            if (around.Records.FieldsOf(kind) is { Count: > 0 } fields && !fields.Contains(field))
                yield return Finding.Warning(node, Messages.UnknownField, property, kind, field, string.Join(", ", fields));
    }

    IEnumerable<Finding> Variables(ActivityNode node, string property, IEnumerable<string> asked) =>
        from name in asked
        where name.Length > 0 && !IsDeclared(node, name)
        select Finding.Warning(node, Messages.UnknownVariable, property, name);

    IEnumerable<Finding> Inputs(ActivityNode node, string property, IEnumerable<string> asked) =>
        from name in asked
        where name.Length > 0 && !InputsInSight().Contains(name)
        select Finding.Warning(node, Messages.UnknownInput, property, name);

    bool IsThere(ActivityNode node, string name) =>
        names.Has(name, node.NamesInSight().Concat(setByScripts.Value), InputsInSight(),
            around.Workflow.FindOutput);

    IReadOnlyList<string> InputsInSight() => around.Workflow.Definition.Inputs.Select(input => input.Name).ToList();

    bool IsDeclared(ActivityNode node, string name) =>
        node.VariablesInSight().Any(variable => variable.Id == name)
        || node.NamesInSight().Contains(name) || setByScripts.Value.Contains(name);

    bool IsNoActivity(string name) => !around.Workflow.Nodes.Any(node => node.Id == name || node.Name == name);

    /// <summary>A script may make a variable that nobody has declared.</summary>
    static HashSet<string> SetByScripts(CompiledWorkflow workflow)
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, expression) in workflow.Nodes.SelectMany(WrittenExpressions.Of))
            if (expression.Type == "JavaScript") Refusal(() => made.UnionWith(ScriptFacts.Of(expression.Text).VariablesSet));
        return made;
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

    public void Dispose() => names.Dispose();
}

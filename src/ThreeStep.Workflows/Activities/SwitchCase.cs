using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>A case of a switch: its label is the outcome, its condition an expression.</summary>
sealed record SwitchCase(string Label, Expression? Condition)
{
    public static List<SwitchCase> ReadAll(JsonObject source) =>
        source.Array("cases")?.OfType<JsonObject>().Select(item => new SwitchCase(item.Text("label") ?? "", Expression.Read(item["condition"])))
            .ToList() ?? [];

    /// <summary>Cases that are never taken, or whose condition is no truth.</summary>
    public static IEnumerable<Finding> Check(ActivityNode node, List<SwitchCase> cases)
    {
        foreach (var item in cases)
            if (string.IsNullOrWhiteSpace(item.Condition?.Text)) yield return Finding.Error(node, Messages.CaseWithoutCondition, item.Label);
            else if (item.Refusal() is { } refusal) yield return Finding.Error(node, Messages.CaseRefused, item.Label, refusal);
    }

    Message? Refusal() =>
        Condition is { Type: "Literal" or "" } ? ValueConversionException.Of(() => ValueConversion.To<bool>(Condition.Value)) : null;

    /// <summary>The labels of the cases that hold: the first only, or all of them (MatchAny).</summary>
    public static List<string> Matching(List<SwitchCase> cases, bool matchAny, ActivityContext context)
    {
        var labels = new List<string>();
        foreach (var item in cases)
        {
            if (item.Condition is null || !item.Holds(context)) continue;
            labels.Add(item.Label);
            if (!matchAny) break;
        }
        return labels;
    }

    bool Holds(ActivityContext context)
    {
        var place = $"Cases: {Label}";
        try { return ValueConversion.To<bool>(context.Evaluate(Condition!, place)); }
        catch (ValueConversionException refusal) { throw new ExpressionException($"{place}: {refusal.Words}", null, refusal) { Property = place }; }
    }
}

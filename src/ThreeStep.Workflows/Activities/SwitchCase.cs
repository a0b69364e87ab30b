using System.Text.Json.Nodes;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>A case of a switch: its label is the outcome, its condition an expression.</summary>
sealed record SwitchCase(string Label, Expression? Condition)
{
    public static List<SwitchCase> ReadAll(JsonObject source) =>
        source.Array("cases")?.OfType<JsonObject>().Select(item => new SwitchCase(item.Text("label") ?? "", Expression.Read(item["condition"]))).ToList() ?? [];

    /// <summary>The labels of the cases that hold: the first only, or all of them (MatchAny).</summary>
    public static List<string> Matching(List<SwitchCase> cases, bool matchAny, ActivityContext context)
    {
        var labels = new List<string>();
        foreach (var item in cases)
        {
            if (item.Condition is null || !ValueConversion.To<bool>(context.Evaluate(item.Condition, $"Cases: {item.Label}"))) continue;
            labels.Add(item.Label);
            if (!matchAny) break;
        }
        return labels;
    }
}

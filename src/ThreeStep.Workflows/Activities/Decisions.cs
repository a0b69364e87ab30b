using System.Text.Json.Nodes;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Workflows.Activities;

/// <summary>Takes one of two ways in a flowchart.</summary>
[Activity("Elsa", "Branching", "Evaluate a Boolean condition to determine which path to execute next.", DisplayName = "Decision", Outcomes = ["True", "False"])]
public sealed class FlowDecision : Activity
{
    [Input("The condition to evaluate.")] public Input<bool> Condition { get; } = new();

    public override void Execute(ActivityContext context) => context.Complete(context.Get(Condition) ? "True" : "False");
}

/// <summary>Runs one of two embedded activities.</summary>
[Activity("Elsa", "Branching", "Evaluate a Boolean condition to determine which activity to execute next.", DisplayName = "If (embedded)", Embedded = ["Then", "Else"])]
public sealed class If : Activity
{
    [Input("The condition to evaluate.")] public Input<bool> Condition { get; } = new();
    [Output] public Output<bool> Result { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var truth = context.Get(Condition);
        context.Set(Result, truth);
        if (Node.Child(truth ? "then" : "else") is { } branch) context.Schedule(branch);
        else context.Complete();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes) => context.Complete(outcomes.Contains(Break.Outcome) ? Break.Outcome : "Done");
}

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

/// <summary>Takes the way of the first case that holds, or of all that hold, or Default.</summary>
[Activity("Elsa", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.", DisplayName = "Switch (flow)", Outcomes = ["Default"])]
public sealed class FlowSwitch : Activity
{
    List<SwitchCase> cases = [];

    [Input("The switch mode determines whether the first match should be scheduled, or all matches.", UiHint = "dropdown", Options = ["MatchFirst", "MatchAny"])]
    public Input<string> Mode { get; } = new("MatchFirst");

    protected internal override void Bind()
    {
        base.Bind();
        cases = SwitchCase.ReadAll(Node.Source);
    }

    public override void Execute(ActivityContext context)
    {
        var labels = SwitchCase.Matching(cases, context.Get(Mode) == "MatchAny", context);
        context.Complete(labels.Count > 0 ? labels : ["Default"]);
    }
}

/// <summary>Runs the embedded activity of the first case that holds, or of all that hold, or the default.</summary>
[Activity("Elsa", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.", DisplayName = "Switch (embedded)", Embedded = ["Default"])]
public sealed class Switch : Activity
{
    List<SwitchCase> cases = [];

    [Input("The switch mode determines whether the first match should be scheduled, or all matches.", UiHint = "dropdown", Options = ["MatchFirst", "MatchAny"])]
    public Input<string> Mode { get; } = new("MatchFirst");
    [Output] public Output<object> Output { get; } = new();

    protected internal override void Bind()
    {
        base.Bind();
        cases = SwitchCase.ReadAll(Node.Source);
    }

    public override void Execute(ActivityContext context)
    {
        var labels = SwitchCase.Matching(cases, context.Get(Mode) == "MatchAny", context);
        var branches = (labels.Count > 0 ? labels : ["default"]).Select(Node.Child).OfType<ActivityNode>().ToList();
        foreach (var branch in branches) context.Schedule(branch);
        if (branches.Count == 0) context.Complete();
    }

    public override void ChildCompleted(ActivityContext context, ActivityNode child, IReadOnlyList<string> outcomes)
    {
        if (outcomes.Contains(Break.Outcome)) context.Complete(Break.Outcome);
        else if (!context.HasScheduledChildren && !context.ChildExecutions().Any()) context.Complete();
    }
}

/// <summary>Sends the flow down several named branches at once.</summary>
[Activity("Elsa", "Branching", "Branch execution into multiple branches.", DisplayName = "Fork (flow)")]
public sealed class FlowFork : Activity
{
    [Input("A list of expected outcomes to handle.", UiHint = "dynamic-outcomes")] public Input<string[]> Branches { get; } = new();

    public override void Execute(ActivityContext context) => context.Complete(context.Get(Branches) is { Length: > 0 } branches ? branches : ["Done"]);
}

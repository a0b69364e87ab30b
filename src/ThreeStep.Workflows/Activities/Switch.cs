using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Runs the embedded activity of the first case that holds, or of all that hold, or the default.</summary>
[Activity("Elsa", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.", DisplayName = "Switch (embedded)",
    Embedded = ["Default"])]
public sealed class Switch : Activity
{
    List<SwitchCase> cases = [];

    [Input("The switch mode determines whether the first match should be scheduled, or all matches.", UiHint = "dropdown",
        Options = ["MatchFirst", "MatchAny"])]
    public Input<string> Mode { get; } = new("MatchFirst");
    [Output] public Output<object> Output { get; } = new();

    protected internal override void Bind()
    {
        base.Bind();
        cases = SwitchCase.ReadAll(Node.Source);
    }

    public override IEnumerable<Finding> Check(IDefinitionSource definitions) => SwitchCase.Check(Node, cases);

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

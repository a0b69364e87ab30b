using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Activities;

/// <summary>Takes the way of the first case that holds, or of all that hold, or Default.</summary>
[Activity("Elsa", "Branching", "Evaluate a set of case conditions and schedule the activity for a matching case.", DisplayName = "Switch (flow)",
    Outcomes = ["Default"])]
public sealed class FlowSwitch : Activity
{
    List<SwitchCase> cases = [];

    [Input("The switch mode determines whether the first match should be scheduled, or all matches.", UiHint = "dropdown",
        Options = ["MatchFirst", "MatchAny"])]
    public Input<string> Mode { get; } = new("MatchFirst");

    protected internal override void Bind()
    {
        base.Bind();
        cases = SwitchCase.ReadAll(Node.Source);
    }

    public override IEnumerable<Finding> Check(IDefinitionSource definitions) =>
    [
        .. SwitchCase.Check(Node, cases),
        .. cases.Select(item => item.Label).Append("Default").Where(outcome => !LeadsOn(outcome))
            .Select(outcome => Finding.Warning(Node, Messages.OutcomeLeadsNowhere, outcome)),
    ];

    public override void Execute(ActivityContext context)
    {
        var labels = SwitchCase.Matching(cases, context.Get(Mode) == "MatchAny", context);
        context.Complete(labels.Count > 0 ? labels : ["Default"]);
    }
}

using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Tasks;

/// <summary>Calls in the next level (升级): the person named, or the manager of the deal's owner.</summary>
[Activity("ThreeStep", "People", "Call in the next level: the person named, or the manager of the deal's owner.", Icon = "trending_up",
    Color = "#c62828")]
public sealed class Escalate : Reminding
{
    [Input("The id of the person. Blank: the manager of the deal's owner.", UiHint = "dropdown", OptionsFrom = OptionSource.Users,
        Kind = typeof(PersonId))]
    public Input<string> To { get; } = new();
    [Input("How far up, 1 is the nearest manager.")] public Input<int> Level { get; } = new(1);

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        foreach (var finding in base.Check(definitions)) yield return finding;
        if (To.IsBlank && DealId.IsBlank) yield return Finding.Warning(Node, OrderFindings.EveryManager);
    }

    public override void Execute(ActivityContext context)
    {
        var to = Text(context, To);
        if (to is null)
        {
            var managers = ManagersOf(context, OwnerOf(context, "Deal", Text(context, DealId)));
            to = managers.Count == 0 ? null : managers[Math.Clamp(context.Get(Level) - 1, 0, managers.Count - 1)].Id;
        }
        Create(context, WorkTaskKind.Escalation, to, nameof(Role.Manager), null);
    }
}

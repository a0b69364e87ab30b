using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tasks;

/// <summary>Reminds somebody; the workflow goes on at once.</summary>
[Activity("ThreeStep", "People", "Remind somebody of something; the workflow goes on at once.", Icon = "notifications", Color = "#1565c0")]
public sealed class Remind : Reminding
{
    [Input("The id of the person. Blank: the managers.", UiHint = "dropdown", OptionsFrom = OptionSource.Users, Kind = typeof(PersonId))]
    public Input<string> To { get; } = new();
    [Input("By when it should be looked at, such as 1 working day. Blank: no time.", DisplayName = "Due in")] public Input<Duration?> DueIn { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        foreach (var finding in base.Check(definitions)) yield return finding;
        if (To.IsBlank) yield return Finding.Warning(Node, OrderFindings.EveryManager);
    }

    public override void Execute(ActivityContext context) =>
        Create(context, WorkTaskKind.Reminder, Text(context, To), nameof(Role.Manager),
            Due(context, context.Get(DueIn), inWorkingTime: true, Text(context, To)));
}

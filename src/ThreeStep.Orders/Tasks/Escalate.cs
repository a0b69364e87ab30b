using System.Text.Json.Nodes;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tasks;

/// <summary>
/// Calls in the next level (升级): the person named, or the manager of the deal's owner. Not before whoever was reminded or asked by this workflow
/// and has not acted yet has had working time to do so; a workflow that goes another way meanwhile escalates nothing.
/// </summary>
[Activity("ThreeStep", "People", "Call in the next level: the person named, or the manager of the deal's owner.", Icon = "trending_up",
    Color = "#c62828")]
public sealed class Escalate : Reminding
{
    [Input("The id of the person. Blank: the manager of the deal's owner.", UiHint = "dropdown", OptionsFrom = OptionSource.Users,
        Kind = typeof(PersonId))]
    public Input<string> To { get; } = new();
    [Input("How far up, 1 is the nearest manager.")] public Input<int> Level { get; } = new(1);

    [Input("Working time that whoever was reminded or asked before has to act first, such as 4 working hours; 0 min for none.",
        DisplayName = "Time to act")]
    public Input<Duration?> TimeToAct { get; } = new(Duration.OfWorkingTime(TimeSpan.FromHours(1)));

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        foreach (var finding in base.Check(definitions)) yield return finding;
        if (To.IsBlank && DealId.IsBlank) yield return Finding.Warning(Node, OrderFindings.EveryManager);
    }

    public override void Execute(ActivityContext context)
    {
        if (TimeLeft(context) is { } counted && context.When(counted) > context.Now) context.WaitUntil(counted, "act");
        else Call(context);
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload) => Call(context);

    /// <summary>Until when whoever was told first has time to act; null where nobody has to act, or was given none.</summary>
    WorkingTime? TimeLeft(ActivityContext context)
    {
        if (context.Get(TimeToAct) is not { IsNothing: false } length) return null;
        var told = context.Instance.ActivityOutputs.Values.Select(outputs => outputs.GetValueOrDefault(nameof(TaskId))?.ToString()).OfType<string>()
            .Order(StringComparer.Ordinal).Select(id => context.ReadRecord<WorkTask>("Task", id))
            .Where(task => task is { Status: WorkTaskStatus.Open, Kind: not WorkTaskKind.Escalation, AssigneeId: not null })
            .OrderBy(task => task!.CreatedAt).FirstOrDefault();
        return told is null ? null : new WorkingTime(told.CreatedAt, length.InWorkingTime().ToString(), CalendarName.OfPerson(told.AssigneeId!));
    }

    void Call(ActivityContext context)
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

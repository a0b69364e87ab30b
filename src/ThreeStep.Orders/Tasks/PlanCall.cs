using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tasks;

/// <summary>Plans a call (电话销售): a task of kind Call, due after a while.</summary>
[Activity("ThreeStep", "Service", "Plan a call to the customer, due after a while.", DisplayName = "Plan call", Icon = "call", Color = "#2e7d32")]
public sealed class PlanCall : OrderActivity
{
    [Input("The id of the person who calls. Blank: whoever has the role.", UiHint = "dropdown", OptionsFrom = OptionSource.Users,
        Kind = typeof(PersonId))]
    public Input<string> To { get; } = new();
    [Input("The role that may call, when no person is named.", UiHint = "dropdown", Options = ["Rep", "Manager", "Marketing", "Service"])]
    public Input<Role> Role { get; } = new(People.Role.Service);
    [Input("The account to call.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The deal it is about.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("What the call is for.")] public Input<string> Purpose { get; } = new();
    [Input("When, counted from now, such as 14 days or 3 working days.")] public Input<Duration> After { get; } = new(TimeSpan.FromDays(1));
    [Output("The id of the task.")] public Output<string> TaskId { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Purpose.IsBlank) yield return Finding.Warning(Node, OrderFindings.NothingSaid, Node.Name ?? Node.Id);
    }

    public override void Execute(ActivityContext context)
    {
        var taskId = context.NewId();
        var to = Text(context, To);
        var due = Due(context, context.Get(After), inWorkingTime: false, to);
        context.Set(TaskId, taskId);
        context.Emit(new CreateTaskCommand(new WorkTask
        {
            Id = taskId,
            Kind = WorkTaskKind.Call,
            Title = Text(context, Purpose) ?? Node.Name ?? Node.Id,
            AssigneeId = to,
            Role = to is null ? context.Get(Role).ToString() : null,
            AccountId = Text(context, AccountId),
            DealId = Text(context, DealId),
            CreatedAt = context.Now,
            DueAt = due?.At ?? context.Now,
            Counted = due?.Counted,
            InstanceId = context.Instance.Id,
            DefinitionId = context.Instance.DefinitionId,
            ActivityId = Node.Id,
        }));
        context.Complete();
    }
}

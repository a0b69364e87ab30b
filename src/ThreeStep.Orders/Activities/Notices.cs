using ThreeStep.Orders.Commands;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;

namespace ThreeStep.Orders.Activities;

/// <summary>What reminders and escalations share: a task that nobody waits for.</summary>
public abstract class Notice : OrderActivity
{
    [Input("What it says, in a few words.")] public Input<string> Title { get; } = new();
    [Input("What else helps.", UiHint = "multiline")] public Input<string> Description { get; } = new();
    [Input("The account it is about.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The deal it is about.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("The lead it is about.", DisplayName = "Lead id")] public Input<string> LeadId { get; } = new();
    [Input("The case it is about.", DisplayName = "Case id")] public Input<string> CaseId { get; } = new();
    [Input("Why it exists: the rule behind it, in plain words.")] public Input<string> Reason { get; } = new();
    [Output("The id of the task.")] public Output<string> TaskId { get; } = new();

    protected void Create(ActivityContext context, WorkTaskKind kind, string? assignee, string? role, DateTimeOffset? due)
    {
        var taskId = context.NewId();
        context.Set(TaskId, taskId);
        context.Emit(new CreateTask(new WorkTask
        {
            Id = taskId,
            Kind = kind,
            Title = Text(context, Title) ?? Node.Name ?? Node.Id,
            Description = Text(context, Description),
            AssigneeId = assignee,
            Role = assignee is null ? role : null,
            AccountId = Text(context, AccountId),
            DealId = Text(context, DealId),
            LeadId = Text(context, LeadId),
            CaseId = Text(context, CaseId),
            CreatedAt = context.Now,
            DueAt = due,
            Reason = Text(context, Reason),
            InstanceId = context.Instance.Id,
            DefinitionId = context.Instance.DefinitionId,
            ActivityId = Node.Id,
        }));
        context.Complete();
    }
}

/// <summary>Reminds somebody; the workflow goes on at once.</summary>
[Activity("ThreeStep", "People", "Remind somebody of something; the workflow goes on at once.", Icon = "notifications", Color = "#1565c0")]
public sealed class Remind : Notice
{
    [Input("The id of the person. Blank: the managers.", UiHint = "dropdown", OptionsFrom = OptionSource.Users)] public Input<string> To { get; } = new();
    [Input("By when it should be looked at, e.g. 1.00:00:00. Blank: no time.", DisplayName = "Due in")] public Input<TimeSpan?> DueIn { get; } = new();

    public override void Execute(ActivityContext context) =>
        Create(context, WorkTaskKind.Reminder, Text(context, To), nameof(People.Role.Manager), Due(context, context.Get(DueIn), inWorkingTime: true));
}

/// <summary>Calls in the next level (升级): the person named, or the manager of the deal's owner.</summary>
[Activity("ThreeStep", "People", "Call in the next level: the person named, or the manager of the deal's owner.", Icon = "trending_up", Color = "#c62828")]
public sealed class Escalate : Notice
{
    [Input("The id of the person. Blank: the manager of the deal's owner.", UiHint = "dropdown", OptionsFrom = OptionSource.Users)] public Input<string> To { get; } = new();
    [Input("How far up, 1 is the nearest manager.")] public Input<int> Level { get; } = new(1);

    public override void Execute(ActivityContext context)
    {
        var to = Text(context, To);
        if (to is null)
        {
            var managers = ManagersOf(context, FindDeal(context, Text(context, DealId))?.OwnerId);
            to = managers.Count == 0 ? null : managers[Math.Clamp(context.Get(Level) - 1, 0, managers.Count - 1)].Id;
        }
        Create(context, WorkTaskKind.Escalation, to, nameof(People.Role.Manager), null);
    }
}

/// <summary>Plans a call (电话销售): a task of kind Call, due after a while.</summary>
[Activity("ThreeStep", "Service", "Plan a call to the customer, due after a while.", DisplayName = "Plan call", Icon = "call", Color = "#2e7d32")]
public sealed class PlanCall : OrderActivity
{
    [Input("The id of the person who calls. Blank: whoever has the role.", UiHint = "dropdown", OptionsFrom = OptionSource.Users)] public Input<string> To { get; } = new();
    [Input("The role that may call, when no person is named.", UiHint = "dropdown", Options = ["Rep", "Manager", "Marketing", "Service"])] public Input<string> Role { get; } = new("Service");
    [Input("The account to call.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The deal it is about.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("What the call is for.")] public Input<string> Purpose { get; } = new();
    [Input("When, counted from now, e.g. 14.00:00:00.")] public Input<TimeSpan> After { get; } = new(TimeSpan.FromDays(1));
    [Output("The id of the task.")] public Output<string> TaskId { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var taskId = context.NewId();
        var to = Text(context, To);
        context.Set(TaskId, taskId);
        context.Emit(new CreateTask(new WorkTask
        {
            Id = taskId,
            Kind = WorkTaskKind.Call,
            Title = Text(context, Purpose) ?? Node.Name ?? Node.Id,
            AssigneeId = to,
            Role = to is null ? Text(context, Role) : null,
            AccountId = Text(context, AccountId),
            DealId = Text(context, DealId),
            CreatedAt = context.Now,
            DueAt = context.Now + context.Get(After),
            InstanceId = context.Instance.Id,
            DefinitionId = context.Instance.DefinitionId,
            ActivityId = Node.Id,
        }));
        context.Complete();
    }
}

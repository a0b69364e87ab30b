using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Tasks;

/// <summary>What reminders and escalations share: a task that nobody waits for.</summary>
public abstract class Reminding : OrderActivity
{
    [Input("What it says, in a few words.")] public Input<string> Title { get; } = new();
    [Input("What else helps.", UiHint = "multiline")] public Input<string> Description { get; } = new();
    [Input("The account it is about.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The deal it is about.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("The lead it is about.", DisplayName = "Lead id")] public Input<string> LeadId { get; } = new();
    [Input("The case it is about.", DisplayName = "Case id")] public Input<string> CaseId { get; } = new();
    [Input("Why it exists: the rule behind it, in plain words.")] public Input<string> Reason { get; } = new();
    [Output("The id of the task.")] public Output<string> TaskId { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Title.IsBlank) yield return Finding.Warning(Node, OrderFindings.NothingSaid, Node.Name ?? Node.Id);
    }

    protected void Create(ActivityContext context, WorkTaskKind kind, string? assignee, string? role, DueTime? due)
    {
        var taskId = context.NewId();
        context.Set(TaskId, taskId);
        context.Emit(new CreateTaskCommand(new WorkTask
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
            DueAt = due?.At,
            Counted = due?.Counted,
            Reason = Text(context, Reason),
            InstanceId = context.Instance.Id,
            DefinitionId = context.Instance.DefinitionId,
            ActivityId = Node.Id,
        }));
        context.Complete();
    }
}

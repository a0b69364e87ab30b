using System.Text.Json.Nodes;
using ThreeStep.Orders.Forms;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Tasks;

/// <summary>
/// Gives somebody a task and waits for the answer, or until its time is up. A task whose time is up stays open; when the workflow comes
/// back to this activity, it is taken up again instead of being given twice.
/// </summary>
[Activity("ThreeStep", "People", "Give somebody a task and wait until it is done, skipped or overdue.", DisplayName = "Assign task",
    Outcomes = ["Done", "Skipped", "Overdue"], Icon = "assignment_ind", Color = "#1565c0", WaitsFor = WaitsFor.People)]
public sealed class AssignTask : OrderActivity
{
    const string DuePurpose = "due";
    const string WarnPurpose = "warn";

    [Input("What is to be done, in a few words.")] public Input<string> Title { get; } = new();
    [Input("What else helps to do it.", UiHint = "multiline")] public Input<string> Description { get; } = new();
    [Input("The id of the person. Blank: whoever has the role.", UiHint = "dropdown", OptionsFrom = OptionSource.Users, Kind = typeof(PersonId))]
    public Input<string> Assignee { get; } = new();
    [Input("The role that may do it, when no person is named.", UiHint = "dropdown")] public Input<Role?> Role { get; } = new();
    [Input("The account it is about.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The deal it is about.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("The lead it is about.", DisplayName = "Lead id")] public Input<string> LeadId { get; } = new();
    [Input("The case it is about.", DisplayName = "Case id")] public Input<string> CaseId { get; } = new();
    [Input("The campaign it is about.", DisplayName = "Campaign id")] public Input<string> CampaignId { get; } = new();
    [Input("Time to do it, such as 2 working days or 2 h 30 min. Blank: no limit.", DisplayName = "Due in")] public Input<Duration?> DueIn { get; } = new();
    [Input("From when that is counted, such as when a case was received. Blank: from now.", DisplayName = "Counted from")]
    public Input<DateTimeOffset?> CountedFrom { get; } = new();
    [Input("Count working days and hours only.", DisplayName = "In working time", UiHint = "checkbox")]
    public Input<bool> InWorkingTime { get; } = new(true);
    [Input("Which part of the time is over, in %, when whoever has it is warned. Blank: without a warning.", DisplayName = "Warn at")]
    public Input<double?> WarnAt { get; } = new();
    [Input("It may be done only while the deal's terms are approved, such as signing the contract; it is held meanwhile.",
        DisplayName = "Needs approved terms", UiHint = "checkbox")]
    public Input<bool> NeedsApprovedTerms { get; } = new();
    [Input("Why this task exists: the rule behind it, in plain words.")] public Input<string> Reason { get; } = new();
    [Input("What the person is asked for, as a list of fields: [{ \"key\": \"budget\", \"name\": \"预算 · Budget\", \"kind\": \"Money\" }].",
        UiHint = "json-editor", Kind = typeof(TaskForm))]
    public Input<JsonNode> Form { get; } = new();
    [Output("The id of the task.")] public Output<string> TaskId { get; } = new();
    [Output("What the person noted.")] public Output<string> Note { get; } = new();
    [Output("What the person answered, by the keys of the form; each answer is an output of its own, too.")]
    public Output<JsonObject> Answers { get; } = new();

    readonly Lazy<IReadOnlyList<string>> keys;

    public AssignTask() => keys = new(KeysOfForm);

    /// <summary>The keys of the form, where it can be read before the workflow runs.</summary>
    public override IReadOnlyList<string> FurtherOutputs => keys.Value;

    List<string> KeysOfForm()
    {
        try { return TaskForm.Read(DrawnValue.TryOf(Form.Expression, Node)?.Value)?.Select(field => field.Key).ToList() ?? []; }
        catch (ValueConversionException) { return []; }
    }

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Title.IsBlank) yield return Finding.Warning(Node, OrderFindings.NothingSaid, Node.Name ?? Node.Id);
        if (Assignee.IsBlank && Role.IsBlank) yield return Finding.Error(Node, OrderFindings.TaskForNobody);
        foreach (var outcome in (string[])["Done", "Skipped"])
            if (!LeadsOn(outcome)) yield return Finding.Warning(Node, OrderFindings.OutcomeLeadsNowhere, outcome);
        if (!DueIn.IsBlank && !LeadsOn("Overdue")) yield return Finding.Warning(Node, OrderFindings.OutcomeLeadsNowhere, "Overdue");
    }

    public override void Execute(ActivityContext context)
    {
        var known = context.Instance.ActivityOutputs.GetValueOrDefault(Node.Id)?.GetValueOrDefault(nameof(TaskId))?.ToString();
        var former = known is null ? null : context.ReadRecord<WorkTask>("Task", known);
        // Answered while the workflow was elsewhere: the answer counts, once.
        if (former is { Status: WorkTaskStatus.Done or WorkTaskStatus.Skipped }
            && former.BookmarkId == context.Instance.ActivityOutputs[Node.Id].GetValueOrDefault("Unanswered")?.ToString())
        {
            Answer(context, former.Status.ToString(), former.Note, former.Answers);
            return;
        }
        var isGivenAgain = former is { Status: WorkTaskStatus.Open };
        var taskId = isGivenAgain ? former!.Id : context.NewId();
        // A task that is given again has missed its time: the clock of that has told so, and does not begin anew.
        var due = isGivenAgain ? Due(context, context.Get(DueIn), context.Get(InWorkingTime), Text(context, Assignee))
            : Due(context, context.Get(DueIn), context.Get(InWorkingTime), Text(context, Assignee), taskId, context.Get(CountedFrom));
        var warnShare = context.Get(WarnAt) is { } percent and > 0 and < 100 ? percent / 100 : (double?)null;
        var answer = context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, taskId), new JsonObject { ["taskId"] = taskId });
        if (due is not null) WaitUntil(context, due, DuePurpose);
        if (warnShare is { } share && due?.Counted is { Clock: not null } counted) context.WaitUntil(counted with { Share = share }, WarnPurpose);
        context.Set(TaskId, taskId);
        if (isGivenAgain) context.Emit(new RebindTaskCommand(taskId, answer.Id, due?.At, due?.Counted));
        else context.Emit(new CreateTaskCommand(NewTask(context, taskId, answer.Id, due), warnShare));
    }

    WorkTask NewTask(ActivityContext context, string taskId, string bookmarkId, DueTime? due)
    {
        var (assignee, role) = (Text(context, Assignee), context.Get(Role));
        if (assignee is null && role is null) throw new ExpressionException(OrderFindings.TaskForNobody);
        return NewTask(context, taskId, bookmarkId, due, assignee, role?.ToString());
    }

    WorkTask NewTask(ActivityContext context, string taskId, string bookmarkId, DueTime? due, string? assignee, string? role) => new()
    {
        Id = taskId,
        Kind = WorkTaskKind.Task,
        Title = Text(context, Title) ?? Node.Name ?? Node.Id,
        Description = Text(context, Description),
        AssigneeId = assignee,
        Role = role,
        AccountId = Text(context, AccountId),
        DealId = Text(context, DealId),
        LeadId = Text(context, LeadId),
        CaseId = Text(context, CaseId),
        CampaignId = Text(context, CampaignId),
        CreatedAt = context.Now,
        DueAt = due?.At,
        Counted = due?.Counted,
        Reason = Text(context, Reason),
        InstanceId = context.Instance.Id,
        DefinitionId = context.Instance.DefinitionId,
        ActivityId = Node.Id,
        BookmarkId = bookmarkId,
        NeedsApprovedTerms = context.Get(NeedsApprovedTerms),
        Form = TaskForm.Read(context.Get(Form)),
    };

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        if (bookmark.Purpose == WarnPurpose)
        {
            context.Emit(new WarnOfTaskCommand(context.Instance.ActivityOutputs[Node.Id][nameof(TaskId)]!.ToString()));
            return;
        }
        if (bookmark.Purpose != DuePurpose)
        {
            Answer(context, payload?["outcome"]?.ToString() == nameof(WorkTaskStatus.Skipped) ? "Skipped" : "Done", payload?["note"]?.ToString(),
                payload?["answers"] as JsonObject);
            return;
        }
        var outputs = context.Instance.ActivityOutputs[Node.Id];
        outputs["Unanswered"] = context.Instance.Bookmarks.Find(other => other.ExecutionId == context.Execution.Id)?.Id;
        context.Emit(new MarkTaskOverdueCommand(outputs[nameof(TaskId)]!.ToString()));
        context.Complete("Overdue");
    }

    void Answer(ActivityContext context, string outcome, string? note, JsonObject? answers)
    {
        var before = context.Instance.ActivityOutputs.GetValueOrDefault(Node.Id);
        before?.Remove("Unanswered");
        before?.Remove(nameof(TaskId));
        // What was answered the time before, and is not now, does not go on as if it were.
        var former = before?.GetValueOrDefault(nameof(Answers)) as JsonObject;
        foreach (var key in (former ?? []).Select(answer => answer.Key).Union((answers ?? []).Select(answer => answer.Key)).ToList())
            context.Set(key, answers?[key]);
        if (answers is not null || former is not null) context.Set(Answers, answers ?? []);
        context.Set(Note, note);
        context.Complete(outcome);
    }

    public override void Cancel(ActivityContext context)
    {
        if (context.Instance.Bookmarks.Find(bookmark => bookmark.ExecutionId == context.Execution.Id
            && bookmark.Purpose is null)?.Payload?.Text("taskId") is { } taskId)
            context.Emit(new WithdrawTaskCommand(taskId, context.Cancellation?.By, context.Cancellation?.Reason));
    }
}

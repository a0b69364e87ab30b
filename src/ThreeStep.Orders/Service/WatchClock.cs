using System.Text.Json.Nodes;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Definitions;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Service;

/// <summary>
/// Runs an SLA clock (时限) at a case: by when a step of it must be reached. It stands still while the customer must answer. A workflow that comes back
/// to it after a warning, or after the time is over, goes on watching the same clock.
/// </summary>
[Activity("ThreeStep", "Service", "Watch by when a step of a case must be reached; the clock stands still while the customer must answer.",
    DisplayName = "SLA clock", Outcomes = ["Met", "Warning", "Missed", "Late"], Icon = "timer", Color = "#2e7d32", WaitsFor = WaitsFor.Time)]
public sealed class WatchClock : OrderActivity
{
    const string WarnPurpose = "warn";
    const string DuePurpose = "due";

    [Input("What must be reached, in a few words.")] public Input<string> Title { get; } = new();
    [Input("The case.", DisplayName = "Case id")] public Input<string> CaseId { get; } = new();
    [Input("The step of the case that ends the clock.", DisplayName = "Met when", UiHint = "dropdown")]
    public Input<CaseStatus> MetWhen { get; } = new(CaseStatus.Closed);
    [Input("By when, counted from receipt, such as 4 working hours or 14 days.")] public Input<Duration> Target { get; } = new(TimeSpan.FromDays(1));
    [Input("Which part of the time is over, in %, when the owner is warned.", DisplayName = "Warn at")] public Input<double> WarnAt { get; } = new(80);
    [Output("The id of the clock.")] public Output<string> ClockId { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (CaseId.IsBlank) yield return Finding.Error(Node, OrderFindings.ClockWithoutCase);
        if (!LeadsOn("Missed")) yield return Finding.Warning(Node, OrderFindings.OutcomeLeadsNowhere, "Missed");
    }

    public override void Execute(ActivityContext context)
    {
        var known = context.Instance.ActivityOutputs.GetValueOrDefault(Node.Id)?.GetValueOrDefault(nameof(ClockId))?.ToString();
        if (known is not null && context.ReadRecord<SlaClock>("Clock", known) is { } clock)
        {
            if (clock.EndedAt is { } end) context.Complete(end <= clock.DueAt ? "Met" : "Late");
            else context.Emit(new RebindClockCommand(known, Wait(context, clock).Id));
            return;
        }
        Begin(context);
    }

    void Begin(ActivityContext context)
    {
        var caseId = Text(context, CaseId)!;
        var item = context.ReadRecord<ServiceCase>("Case", caseId) ?? throw new ExpressionException($"There is no case “{caseId}”.");
        var share = context.Get(WarnAt) is var percent and > 0 and < 100 ? percent / 100 : ClockRules.UsualWarnShare;
        var id = context.NewId();
        var counted = new WorkingTime(item.ReceivedAt, context.Get(Target).ToString(), Clock: id);
        var clock = new SlaClock
        {
            Id = id,
            Kind = ClockKind.Case,
            Name = Text(context, Title) ?? Node.Name ?? Node.Id,
            CaseId = caseId,
            Counted = counted,
            WarnShare = share,
            DueAt = context.When(counted),
            WarnAt = context.When(counted with { Share = share }),
            MetWhen = context.Get(MetWhen).ToString(),
            InstanceId = context.Instance.Id,
            DefinitionId = context.Instance.DefinitionId,
            ActivityId = Node.Id,
        };
        context.Set(ClockId, id);
        clock.BookmarkId = Wait(context, clock).Id;
        context.Emit(new StartClockCommand(clock));
    }

    /// <summary>Waits for its end, and for what is still to come of its time.</summary>
    Bookmark Wait(ActivityContext context, SlaClock clock)
    {
        var end = context.Wait(Node.TypeName, StimulusHash.Of(Node.TypeName, clock.Id), new JsonObject { ["clockId"] = clock.Id });
        if (clock.WarnAt > context.Now) context.WaitUntil(clock.Warning, WarnPurpose);
        if (clock.DueAt > context.Now || clock.BookmarkId is null) context.WaitUntil(clock.Counted, DuePurpose);
        return end;
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        switch (bookmark.Purpose)
        {
            case WarnPurpose:
                if (Running(context) is { } clockId) context.Emit(new WarnOfClockCommand(clockId));
                if (LeadsOn("Warning")) context.Complete("Warning");
                break;
            case DuePurpose:
                context.Complete("Missed");
                break;
            default:
                context.Complete(payload?["isMet"]?.GetValue<bool>() == false ? "Late" : "Met");
                break;
        }
    }

    public override void Cancel(ActivityContext context)
    {
        if (Running(context) is { } clockId) context.Emit(new WithdrawClockCommand(clockId));
    }

    static string? Running(ActivityContext context) => context.Instance.Bookmarks.Find(bookmark => bookmark.ExecutionId == context.Execution.Id
        && bookmark.Purpose is null)?.Payload?.Text("clockId");
}

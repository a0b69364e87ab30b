using System.Text.Json.Nodes;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Pauses;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Interactions;

/// <summary>
/// Waits for a sign of life from the customer: any interaction recorded at the deal or account. A planned next activity keeps it waiting
/// until the working day after (RULES, "Follow-up").
/// </summary>
[Activity("ThreeStep", "Time", "Wait for a sign of life from the customer, or until it was quiet for too long.", DisplayName = "Wait for customer",
    Outcomes = ["Responded", "Quiet"], Icon = "hourglass_empty", Color = "#ef6c00", WaitsFor = WaitsFor.Customer)]
public sealed class WaitForCustomer : OrderActivity
{
    const string QuietPurpose = "quiet";

    [Input("The account that is waited for.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The deal that is waited for.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("How long the customer may be quiet, such as 7 days or 5 working days.", DisplayName = "Quiet after", Kind = typeof(QuietTime))]
    public Input<Duration> QuietAfter { get; } = new(TimeSpan.FromDays(7));
    [Input("The case that is waited for.", DisplayName = "Case id")] public Input<string> CaseId { get; } = new();
    [Input("The clocks of the case, or of the deal's tasks, stand still until the customer answers.", DisplayName = "Pauses clocks",
        UiHint = "checkbox")]
    public Input<bool> PausesClocks { get; } = new();
    [Output("What happened at the customer.")] public Output<object> Interaction { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (!LeadsOn("Quiet")) yield return Finding.Error(Node, OrderFindings.CustomerWithoutLimit, "Quiet");
        if (!LeadsOn("Responded")) yield return Finding.Warning(Node, OrderFindings.OutcomeLeadsNowhere, "Responded");
        if (DealId.IsBlank && AccountId.IsBlank && CaseId.IsBlank) yield return Finding.Error(Node, OrderFindings.NobodyWaitedFor);
    }

    public override void Execute(ActivityContext context)
    {
        var dealId = Text(context, DealId);
        var accountId = Text(context, AccountId) ?? FindDeal(context, dealId)?.AccountId ?? AccountOfCase(context);
        var hashes = InteractionStimulus.HashesWaitedFor(dealId, accountId).ToList();
        if (hashes.Count == 0) throw new ExpressionException(OrderFindings.NobodyWaitedFor);
        foreach (var hash in hashes) context.Wait(InteractionStimulus.Name, hash, new JsonObject { ["dealId"] = dealId, ["accountId"] = accountId });
        Pause(context, context.WaitFor(context.Get(QuietAfter), QuietPurpose));
    }

    void Pause(ActivityContext context, Bookmark quiet)
    {
        if (context.Get(PausesClocks))
            context.Emit(new PauseForCustomerCommand(Text(context, CaseId), Text(context, DealId), quiet.DueAt!.Value, Node.Name ?? Node.Id));
    }

    void Run(ActivityContext context)
    {
        if (context.Get(PausesClocks)) context.Emit(new ResumeForCustomerCommand(Text(context, CaseId), Text(context, DealId)));
    }

    public override void Resume(ActivityContext context, Bookmark bookmark, JsonNode? payload)
    {
        if (bookmark.Purpose != QuietPurpose)
        {
            context.Set(Interaction, payload);
            Run(context);
            context.Complete("Responded");
            return;
        }
        var planned = FindDeal(context, Text(context, DealId))?.NextActivityAt;
        if (planned is { } day && WorkingDayAfter(context, day) is var silence && context.When(silence) > context.Now)
            Pause(context, context.WaitUntil(silence, QuietPurpose));
        else
        {
            Run(context);
            context.Complete("Quiet");
        }
    }

    public override void Cancel(ActivityContext context) => Run(context);

    /// <summary>When the working day after a day begins, or after the next working day where it is none.</summary>
    static WorkingTime WorkingDayAfter(ActivityContext context, DateOnly day) =>
        new(CompanyDays.Start(day, CompanyDays.Zone(context.TimeZone)), Duration.OfWorkingDays(1).ToString());

    string? AccountOfCase(ActivityContext context) =>
        Text(context, CaseId) is { } id ? context.ReadRecord<ServiceCase>("Case", id)?.AccountId : null;

    static Deal? FindDeal(ActivityContext context, string? id) => string.IsNullOrEmpty(id) ? null : context.ReadRecord<Deal>("Deal", id);
}

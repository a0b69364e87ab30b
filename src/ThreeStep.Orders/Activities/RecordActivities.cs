using System.Text.Json.Nodes;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Commands;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Service;
using ThreeStep.Workflows.Activities;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Activities;

/// <summary>Moves a deal to another stage.</summary>
[Activity("ThreeStep", "Sales", "Move the deal to another stage.", DisplayName = "Change stage", Icon = "flag", Color = "#6a1b9a")]
public sealed class ChangeStage : OrderActivity
{
    [Input("The deal.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("The stage it is in from now on.", UiHint = "dropdown", Options = ["Prospecting", "Engaging", "Researching", "Proposing", "Negotiating", "Won", "Lost"])] public Input<string> Stage { get; } = new();
    [Input("Why; for a lost deal the reason it was lost.")] public Input<string> Reason { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var deal = RequiredDeal(context, DealId);
        var stage = context.Get(Stage);
        if (!Enum.TryParse<Stage>(stage, ignoreCase: true, out var target)) throw new InvalidOperationException($"'{stage}' is no stage.");
        // A deal that a person closed meanwhile stays closed.
        if (deal.IsOpen && deal.Stage != target) context.Emit(new ChangeStageCommand(deal.Id, target, Text(context, Reason)));
        context.Complete();
    }
}

/// <summary>Gives a lead, deal or account to somebody else, or back to the pool (公海).</summary>
[Activity("ThreeStep", "Sales", "Give a lead, deal or account to somebody else, or back to the pool.", DisplayName = "Hand over", Icon = "swap_horiz", Color = "#6a1b9a")]
public sealed class HandOver : OrderActivity
{
    [Input("What is handed over.", UiHint = "dropdown", Options = ["Lead", "Deal", "Account"])] public Input<string> Kind { get; } = new("Lead");
    [Input("Its id.", DisplayName = "Record id")] public Input<string> RecordId { get; } = new();
    [Input("The id of the new owner. Blank: the pool.", UiHint = "dropdown", OptionsFrom = OptionSource.Users)] public Input<string> To { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var kind = context.Get(Kind) ?? "";
        if (kind is not ("Lead" or "Deal" or "Account")) throw new InvalidOperationException($"A {kind} cannot be handed over.");
        var recordId = Text(context, RecordId) ?? throw new InvalidOperationException("Nothing to hand over is named.");
        context.Emit(new HandOverCommand(kind, recordId, Text(context, To)));
        context.Complete();
    }
}

/// <summary>Makes a lead (线索) for sales.</summary>
[Activity("ThreeStep", "Marketing", "Make a lead for sales.", DisplayName = "Create lead", Icon = "person_add", Color = "#ad1457")]
public sealed class CreateLead : OrderActivity
{
    [Input("The company.", DisplayName = "Company name")] public Input<string> CompanyName { get; } = new();
    [Input("Who to speak to.", DisplayName = "Contact name")] public Input<string> ContactName { get; } = new();
    [Input("Mail address of the contact.")] public Input<string> Email { get; } = new();
    [Input("Telephone of the contact.")] public Input<string> Phone { get; } = new();
    [Input("Where the lead comes from.", UiHint = "dropdown", Options = ["Campaign", "Inquiry", "TeleSales", "Service", "Web"])] public Input<string> Source { get; } = new("Campaign");
    [Input("The campaign it comes from.", DisplayName = "Campaign id")] public Input<string> CampaignId { get; } = new();
    [Input("The account, when it is a customer already.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The rep who gets it. Blank: the pool.", DisplayName = "Owner id", UiHint = "dropdown", OptionsFrom = OptionSource.Users)] public Input<string> OwnerId { get; } = new();
    [Input("What sales should know.", UiHint = "multiline")] public Input<string> Note { get; } = new();
    [Output("The id of the lead.")] public Output<string> LeadId { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var source = context.Get(Source);
        var lead = new Lead
        {
            Id = context.NewId(),
            CompanyName = Text(context, CompanyName) ?? throw new InvalidOperationException("A lead needs a company name."),
            ContactName = Text(context, ContactName),
            Email = Text(context, Email),
            Phone = Text(context, Phone),
            Source = Enum.TryParse<LeadSource>(source, ignoreCase: true, out var known) ? known : throw new InvalidOperationException($"'{source}' is no source of leads."),
            CampaignId = Text(context, CampaignId),
            AccountId = Text(context, AccountId),
            OwnerId = Text(context, OwnerId),
            Status = LeadStatus.HandedOver,
            Note = Text(context, Note),
            CreatedAt = context.Now,
            HandedOverAt = context.Now,
        };
        context.Set(LeadId, lead.Id);
        context.Emit(new CreateLeadCommand(lead));
        context.Complete();
    }
}

/// <summary>Opens a case (投诉 · 三包 · 咨询) for service.</summary>
[Activity("ThreeStep", "Service", "Open a case for service.", DisplayName = "Open case", Icon = "support_agent", Color = "#2e7d32")]
public sealed class OpenCase : OrderActivity
{
    [Input("What kind of case.", UiHint = "dropdown", Options = ["Complaint", "Warranty", "Inquiry"])] public Input<string> Kind { get; } = new("Complaint");
    [Input("What it is about, in a few words.")] public Input<string> Title { get; } = new();
    [Input("What the customer says.", UiHint = "multiline")] public Input<string> Description { get; } = new();
    [Input("The account.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The contact.", DisplayName = "Contact id")] public Input<string> ContactId { get; } = new();
    [Input("The deal.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("Who takes care of it. Blank: service.", DisplayName = "Owner id", UiHint = "dropdown", OptionsFrom = OptionSource.Users)] public Input<string> OwnerId { get; } = new();
    [Output("The id of the case.")] public Output<string> CaseId { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var kind = context.Get(Kind);
        var item = new ServiceCase
        {
            Id = context.NewId(),
            Kind = Enum.TryParse<CaseKind>(kind, ignoreCase: true, out var known) ? known : throw new InvalidOperationException($"'{kind}' is no kind of case."),
            Title = Text(context, Title) ?? Node.Name ?? Node.Id,
            Description = Text(context, Description),
            AccountId = Text(context, AccountId),
            ContactId = Text(context, ContactId),
            DealId = Text(context, DealId),
            OwnerId = Text(context, OwnerId),
            ReceivedAt = context.Now,
        };
        context.Set(CaseId, item.Id);
        context.Emit(new OpenCaseCommand(item));
        context.Complete();
    }
}

/// <summary>Sends a message out of the building: mail, or a webhook that the settings name.</summary>
[Activity("ThreeStep", "People", "Send a mail, or post to a webhook that the settings name.", DisplayName = "Send message", Icon = "send", Color = "#1565c0")]
public sealed class SendMessage : OrderActivity
{
    [Input("How it is sent.", UiHint = "dropdown", Options = ["mail", "webhook"])] public Input<string> Channel { get; } = new("mail");
    [Input("A mail address, a user id, or the name of a webhook.")] public Input<string> To { get; } = new();
    [Input("The subject.")] public Input<string> Subject { get; } = new();
    [Input("The text.", UiHint = "multiline", DefaultSyntax = "Liquid")] public Input<string> Body { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var channel = context.Get(Channel);
        if (channel is not ("mail" or "webhook")) throw new InvalidOperationException($"Messages go by mail or webhook, not by '{channel}'.");
        var to = Text(context, To) ?? throw new InvalidOperationException("The message has no recipient.");
        context.Emit(new SendMessageCommand(context.NewId(), channel, to, Text(context, Subject) ?? "", context.Get(Body) ?? ""));
        context.Complete();
    }
}

/// <summary>Sets fields of a record.</summary>
[Activity("ThreeStep", "Sales", "Set fields of an account, deal, lead, case, campaign or delivery.", DisplayName = "Update record", Icon = "edit", Color = "#6a1b9a")]
public sealed class UpdateRecord : OrderActivity
{
    [Input("The kind of record.", UiHint = "dropdown", Options = ["Account", "Deal", "Lead", "Case", "Campaign", "Delivery"])] public Input<string> Kind { get; } = new("Deal");
    [Input("Its id.", DisplayName = "Record id")] public Input<string> RecordId { get; } = new();
    [Input("An object with the new values, e.g. {\"nextActivity\": \"Visit\"}.", UiHint = "multiline", DefaultSyntax = "JavaScript", TypeName = "Object")] public Input<JsonNode> Values { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var kind = context.Get(Kind) ?? "";
        if (!UpdatableFields.ByKind.TryGetValue(kind, out var allowed)) throw new InvalidOperationException($"A {kind} cannot be updated.");
        var recordId = Text(context, RecordId) ?? throw new InvalidOperationException("No record is named.");
        var values = ValueConversion.ToNamedType(context.Get(Values), "Object") as JsonObject ?? throw new InvalidOperationException("The new values must be an object.");
        if (values.Select(value => value.Key).FirstOrDefault(name => !allowed.Contains(name)) is { } unknown)
            throw new InvalidOperationException($"'{unknown}' of a {kind} cannot be set here. These can: {string.Join(", ", allowed.Order())}.");
        context.Emit(new UpdateRecordCommand(kind, recordId, (JsonObject)values.DeepClone()));
        context.Complete();
    }
}

using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Campaigns;

/// <summary>Makes a lead (线索) for sales.</summary>
[Activity("ThreeStep", "Marketing", "Make a lead for sales.", DisplayName = "Create lead", Icon = "person_add", Color = "#ad1457")]
public sealed class CreateLead : OrderActivity
{
    [Input("The company.", DisplayName = "Company name", IsNeeded = true)] public Input<string> CompanyName { get; } = new();
    [Input("Who to speak to.", DisplayName = "Contact name")] public Input<string> ContactName { get; } = new();
    [Input("Mail address of the contact.")] public Input<string> Email { get; } = new();
    [Input("Telephone of the contact.")] public Input<string> Phone { get; } = new();
    [Input("Where the lead comes from.", UiHint = "dropdown")] public Input<LeadSource> Source { get; } = new(LeadSource.Campaign);
    [Input("The campaign it comes from.", DisplayName = "Campaign id")] public Input<string> CampaignId { get; } = new();
    [Input("The account, when it is a customer already.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The rep who gets it. Blank: the pool.", DisplayName = "Owner id", UiHint = "dropdown", OptionsFrom = OptionSource.Users,
        Kind = typeof(PersonId))]
    public Input<string> OwnerId { get; } = new();
    [Input("What sales should know.", UiHint = "multiline")] public Input<string> Note { get; } = new();
    [Output("The id of the lead.")] public Output<string> LeadId { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var input = new LeadInput
        {
            CompanyName = Text(context, CompanyName),
            ContactName = Text(context, ContactName),
            Email = Text(context, Email),
            Phone = Text(context, Phone),
            Source = context.Get(Source),
            CampaignId = Text(context, CampaignId),
            AccountId = Text(context, AccountId),
            OwnerId = Text(context, OwnerId),
            Note = Text(context, Note),
        };
        var leadId = context.NewId();
        context.Set(LeadId, leadId);
        context.Emit(new CreateLeadCommand(leadId, input));
        context.Complete();
    }
}

public sealed record CreateLeadCommand(string LeadId, LeadInput Lead) : Command;

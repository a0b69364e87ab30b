using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Service;

/// <summary>Opens a case (投诉 · 三包 · 咨询) for service.</summary>
[Activity("ThreeStep", "Service", "Open a case for service.", DisplayName = "Open case", Icon = "support_agent", Color = "#2e7d32")]
public sealed class OpenCase : OrderActivity
{
    [Input("What kind of case.", UiHint = "dropdown")] public Input<CaseKind> Kind { get; } = new(CaseKind.Complaint);
    [Input("What it is about, in a few words.")] public Input<string> Title { get; } = new();
    [Input("What the customer says.", UiHint = "multiline")] public Input<string> Description { get; } = new();
    [Input("The account.", DisplayName = "Account id")] public Input<string> AccountId { get; } = new();
    [Input("The contact.", DisplayName = "Contact id")] public Input<string> ContactId { get; } = new();
    [Input("The deal.", DisplayName = "Deal id")] public Input<string> DealId { get; } = new();
    [Input("Who takes care of it. Blank: service.", DisplayName = "Owner id", UiHint = "dropdown", OptionsFrom = OptionSource.Users,
        Kind = typeof(PersonId))]
    public Input<string> OwnerId { get; } = new();
    [Output("The id of the case.")] public Output<string> CaseId { get; } = new();

    public override void Execute(ActivityContext context)
    {
        var input = new CaseInput
        {
            Kind = context.Get(Kind),
            Title = Text(context, Title) ?? Node.Name ?? Node.Id,
            Description = Text(context, Description),
            AccountId = Text(context, AccountId),
            ContactId = Text(context, ContactId),
            DealId = Text(context, DealId),
            OwnerId = Text(context, OwnerId),
        };
        var caseId = context.NewId();
        context.Set(CaseId, caseId);
        context.Emit(new OpenCaseCommand(caseId, input));
        context.Complete();
    }
}

public sealed record OpenCaseCommand(string CaseId, CaseInput Case) : Command;

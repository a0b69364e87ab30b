using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Deals;

/// <summary>Moves a deal to another stage. What a person could not do either is refused: the workflow hears why and goes on another way.</summary>
[Activity("ThreeStep", "Sales", "Move the deal to another stage.", DisplayName = "Change stage", Outcomes = ["Done", "Refused"], Icon = "flag",
    Color = "#6a1b9a")]
public sealed class ChangeStage : OrderActivity
{
    [Input("The deal.", DisplayName = "Deal id", IsNeeded = true)] public Input<string> DealId { get; } = new();
    [Input("The stage it is in from now on.", UiHint = "dropdown", IsNeeded = true)]
    public Input<Stage?> Stage { get; } = new();
    [Input("Why; for a lost deal the reason it was lost.")] public Input<string> Reason { get; } = new();
    [Output("Why the stage was refused.")] public Output<string> Refusal { get; } = new();

    public override IEnumerable<Finding> Check(IDefinitionSource definitions)
    {
        if (Stage.Expression is { Type: "Literal", Text: nameof(Deals.Stage.Won) } && !LeadsOn("Refused"))
            yield return Finding.Warning(Node, OrderFindings.OutcomeLeadsNowhere, "Refused");
    }

    public override void Execute(ActivityContext context)
    {
        var id = context.Get(DealId)!;
        var deal = context.ReadRecord<Deal>("Deal", id) ?? throw new ExpressionException($"There is no deal “{id}”.");
        var target = context.Get(Stage)!.Value;
        // A deal that a person closed meanwhile stays closed.
        if (!deal.IsOpen || deal.Stage == target)
        {
            context.Complete();
            return;
        }
        if (context.ReadRecord("StageRefusal", $"{deal.Id}:{target}") is { } refusal)
        {
            context.Set(Refusal, refusal);
            context.Complete("Refused");
            return;
        }
        context.Emit(new ChangeStageCommand(deal.Id, target, Text(context, Reason)));
        context.Complete();
    }
}

public sealed record ChangeStageCommand(string DealId, Stage Stage, string? Reason) : Command
{
    public override bool Changes(string kind, string id) => kind == "Deal" && id == DealId;
    public override void Preview(System.Text.Json.Nodes.JsonObject record) => record["stage"] = Stage.ToString();

    /// <exception cref="StaleBurstException">What was possible when the burst looked is refused by now.</exception>
    internal static void CarryOut(Change change, ChangeStageCommand command)
    {
        if (change.Database.Deals.Find(command.DealId) is not { IsOpen: true, Stage: var before }) return;
        try { MoveDeal.Apply(change, command.DealId, command.Stage, command.Reason); }
        catch (RefusalException refusal) { throw new StaleBurstException(refusal.Message, refusal); }
        StepUndo.Remember(change, "Deal", command.DealId, "stage", before, command.Stage);
    }
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Staff;
using ThreeStep.Orders.Tasks;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Catalogue;

/// <summary>Gives a lead, deal or account to somebody else, or back to the pool (公海).</summary>
[Activity("ThreeStep", "Sales", "Give a lead, deal or account to somebody else, or back to the pool.", DisplayName = "Hand over",
    Icon = "swap_horiz", Color = "#6a1b9a")]
public sealed class HandOver : OrderActivity
{
    [Input("What is handed over.", UiHint = "dropdown", Options = ["Lead", "Deal", "Account"])] public Input<string> Kind { get; } = new("Lead");
    [Input("Its id.", DisplayName = "Record id", IsNeeded = true)] public Input<string> RecordId { get; } = new();
    [Input("The id of the new owner. Blank: the pool.", UiHint = "dropdown", OptionsFrom = OptionSource.Users, Kind = typeof(PersonId))]
    public Input<string> To { get; } = new();

    public override void Execute(ActivityContext context)
    {
        context.Emit(new HandOverCommand(context.Get(Kind)!, Text(context, RecordId)!, Text(context, To)));
        context.Complete();
    }
}

/// <summary>Somebody else owns the lead, deal or account from now on.</summary>
public sealed record HandOverCommand(string Kind, string RecordId, string? ToUserId) : Command
{
    public override bool Changes(string kind, string id) => string.Equals(kind, Kind, StringComparison.OrdinalIgnoreCase) && id == RecordId;
    public override void Preview(JsonObject record) => record["ownerId"] = ToUserId;

    internal static void CarryOut(Change change, HandOverCommand command) =>
        Give(change, change.Kinds.Find(command.Kind)?.Find(change.Database, command.RecordId), command.ToUserId);

    /// <param name="toUserId">Who a workflow has named; blank: the pool. Whoever took over from somebody who has left gets it in their place.</param>
    internal static void Give(Change change, object? record, string? toUserId)
    {
        var to = Successor.Of(change, string.IsNullOrWhiteSpace(toUserId) ? null : toUserId);
        change.RequireUser(to, "to");
        switch (record)
        {
            case Account account:
                History.HandedOver(change, account.Id, account.OwnerId, to);
                account.OwnerId = to;
                break;
            case Deal deal:
                History.HandedOver(change, deal.Id, deal.OwnerId, to);
                deal.OwnerId = to;
                OpenQuestions.Follow(change, deal);
                break;
            case Lead lead:
                History.HandedOver(change, lead.Id, lead.OwnerId, to);
                if (to is not null) GiveTasks(change, lead, to);
                lead.OwnerId = to;
                if (to is null) lead.Status = LeadStatus.Pool;
                break;
            case ServiceCase item:
                ChangeCase.GiveTo(change, item, to);
                break;
        }
    }
    /// <summary>What is to be done about a lead goes with it, as far as it was its owner's.</summary>
    static void GiveTasks(Change change, Lead lead, string toUserId)
    {
        foreach (var task in change.Database.Tasks.AsTracking().Where(task => task.LeadId == lead.Id && task.Status == WorkTaskStatus.Open
            && task.Kind == WorkTaskKind.Task && task.AssigneeId == lead.OwnerId).ToList())
            (task.AssigneeId, task.SnoozedUntil) = (toUserId, null);
    }
}

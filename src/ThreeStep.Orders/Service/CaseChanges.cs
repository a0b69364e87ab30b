using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Service;

/// <summary>What may be given for a new or changed case; what is left out stays as it is, what is given as nothing goes.</summary>
public sealed record CaseInput
{
    public CaseKind? Kind { get; init; }
    public Given<string?> Title { get; init; }
    public Given<string?> Description { get; init; }
    public Given<string?> AccountId { get; init; }
    public Given<string?> ContactId { get; init; }
    public Given<string?> DealId { get; init; }
    public Given<string?> OwnerId { get; init; }
    public Given<CaseStatus> Status { get; init; }
    public Given<string?> Resolution { get; init; }
}

/// <summary>A complaint, a warranty matter or an inquiry is received.</summary>
public static class ReceiveCase
{
    /// <param name="id">Its id, where a workflow has chosen it already.</param>
    public static ServiceCase Apply(Change change, CaseInput input, string? id = null)
    {
        var item = new ServiceCase
        {
            Id = id ?? change.NewId(),
            Kind = input.Kind ?? throw RefusalException.Invalid("kind", "What kind of case: Complaint, Warranty or Inquiry?"),
            Title = TextField.Required(input.Title.Value, "title", "A title is needed.", TextField.LongestLine),
            Description = TextField.Note(input.Description.Value, "description"),
            AccountId = input.AccountId.Value,
            ContactId = input.ContactId.Value,
            DealId = input.DealId.Value,
            OwnerId = input.OwnerId.Value,
            ReceivedAt = change.Now,
        };
        Require(change, input);
        change.RequireUser(item.OwnerId, "ownerId");
        change.Database.Cases.Add(item);
        change.Queue(CaseEvents.Opened(item));
        return item;
    }

    /// <summary>Refuses what is given and not there.</summary>
    internal static void Require(Change change, CaseInput input)
    {
        change.Require("Account", input.AccountId.Value, "accountId");
        change.Require("Contact", input.ContactId.Value, "contactId");
        change.Require("Deal", input.DealId.Value, "dealId");
    }
}

/// <summary>A case goes on: to the next step, to somebody else, to its end.</summary>
public static class ChangeCase
{
    public static ServiceCase Apply(Change change, string id, CaseInput input)
    {
        var item = change.Access.Cases(change.Database).AsTracking().FirstOrDefault(row => row.Id == id)
            ?? throw RefusalException.NotFound("case", id);
        ReceiveCase.Require(change, input);
        item.AccountId = input.AccountId.Or(item.AccountId);
        item.ContactId = input.ContactId.Or(item.ContactId);
        item.DealId = input.DealId.Or(item.DealId);
        item.Title = input.Title.Or(item.Title, text => TextField.Required(text, "title", "A title is needed.", TextField.LongestLine))!;
        item.Description = input.Description.Or(item.Description, text => TextField.Note(text, "description"));
        if (input.OwnerId.IsGiven && input.OwnerId.Value != item.OwnerId) GiveTo(change, item, input.OwnerId.Value);
        item.Resolution = input.Resolution.Or(item.Resolution, text => TextField.Note(text, "resolution"));
        if (input.Status.IsGiven) Put(change, item, input.Status.Value);
        return item;
    }

    static void Put(Change change, ServiceCase item, CaseStatus status)
    {
        if (status == item.Status) return;
        item.Status = status;
        if (status >= CaseStatus.Acknowledged) item.AcknowledgedAt ??= change.Now;
        if (status >= CaseStatus.Contained) item.ContainedAt ??= change.Now;
        item.ClosedAt = status == CaseStatus.Closed ? change.Now : null;
        if (status == CaseStatus.Closed) WithdrawNotices.OfCase(change, item.Id);
        CaseClocks.Follow(change, item);
        change.Queue(CaseEvents.Changed(item));
    }

    /// <summary>The tasks go with the case, as far as they were its owner's or nobody's.</summary>
    internal static void GiveTo(Change change, ServiceCase item, string? userId)
    {
        change.RequireUser(userId, "ownerId");
        foreach (var task in change.Database.Tasks.AsTracking()
            .Where(task => task.CaseId == item.Id && task.Status == WorkTaskStatus.Open && task.Kind != WorkTaskKind.Escalation
            && (task.AssigneeId == null || task.AssigneeId == item.OwnerId)))
            (task.AssigneeId, task.SnoozedUntil) = (userId, null);
        History.HandedOver(change, item.Id, item.OwnerId, userId);
        item.OwnerId = userId;
    }
}

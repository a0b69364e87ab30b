using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Campaigns;

/// <summary>Sales accepts a lead, or returns it with a reason. Whoever answers one of the pool owns it.</summary>
public static class AnswerLead
{
    public static Lead Apply(Change change, string id, bool? accept, string? reason)
    {
        if (accept is not { } isAccepted) throw RefusalException.Invalid("accept", "Accept it, or return it with a reason?");
        reason = TextField.Note(reason, "reason");
        if (!isAccepted && reason is null) throw RefusalException.Invalid("reason", "A lead is returned with a reason.");
        var lead = change.Database.Leads.Find(id);
        if (lead is null || !change.Access.Allows(lead.OwnerId)) throw RefusalException.NotFound("lead", id);
        if (lead.Status is not (LeadStatus.New or LeadStatus.HandedOver or LeadStatus.Pool))
            throw RefusalException.Conflict($"The lead is {lead.Status} already.", "status");
        (lead.Status, lead.AnsweredAt, lead.ReturnReason) =
            (isAccepted ? LeadStatus.Accepted : LeadStatus.Returned, change.Now, isAccepted ? null : reason);
        lead.OwnerId ??= change.By.UserId;
        WithdrawNotices.OfLead(change, lead.Id);
        change.Queue(LeadEvents.Answered(lead));
        return lead;
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Staff;

/// <summary>
/// Who takes over what somebody leaves behind, by user id. What is not named goes to <see cref="Everything"/>, and that is the manager unless told.
/// </summary>
public sealed record TakeOverInput
{
    public string? Everything { get; init; }
    public string? Deals { get; init; }
    public string? Customers { get; init; }
    public string? Leads { get; init; }
    public string? Cases { get; init; }
    public string? Campaigns { get; init; }
    public string? Tasks { get; init; }
    public string? Approvals { get; init; }
    /// <summary>The people whose manager it was.</summary>
    public string? Team { get; init; }
}

/// <summary>How much somebody has in hand: what is open. Closed deals stay theirs.</summary>
public sealed record InHand(int Deals, int Customers, int Leads, int Cases, int Campaigns, int Tasks, int Approvals, int Team)
{
    public bool IsNothing => Deals + Customers + Leads + Cases + Campaigns + Tasks + Approvals + Team == 0;

    public static InHand Of(Runtime.Store.ProcessDatabase database, string userId) => new(
        database.Deals.Count(deal => deal.OwnerId == userId && deal.Stage != Stage.Won && deal.Stage != Stage.Lost),
        database.Accounts.Count(account => account.OwnerId == userId),
        database.Leads.Count(lead => lead.OwnerId == userId && lead.Status != LeadStatus.Converted && lead.Status != LeadStatus.Returned),
        database.Cases.Count(item => item.OwnerId == userId && item.Status != CaseStatus.Closed),
        database.Campaigns.Count(campaign => campaign.OwnerId == userId && campaign.Status != CampaignStatus.Closed),
        database.Tasks.Count(task => task.AssigneeId == userId && task.Status == WorkTaskStatus.Open),
        database.Approvals.Count(request => request.Status == ApprovalStatus.Pending
            && request.Steps.Any(step => step.ApproverId == userId && step.Decision == null)),
        database.Users.Count(user => user.ManagerId == userId && user.IsActive));
}

/// <summary>Somebody leaves: whatever is open in their hands goes to others, in the transaction in which they can no longer sign in.</summary>
static class TakeOver
{
    /// <exception cref="RefusalException">There is something to take over and nobody who does.</exception>
    public static void Apply(Change change, User leaver, TakeOverInput? input)
    {
        var database = change.Database;
        var inHand = InHand.Of(database, leaver.Id);
        var taker = Requirements.Chosen(input?.Everything) ?? ManagerAbove(change, leaver)?.Id;
        leaver.TakenOverById = taker is null ? null : Valid(change, leaver, taker, "takeOver.everything");
        LeaveOf(change, leaver);
        if (inHand.IsNothing) return;

        var team = Taker(input?.Team, "team", inHand.Team);
        foreach (var member in database.Users.AsTracking().Where(user => user.ManagerId == leaver.Id).ToList())
            member.ManagerId = member.Id == team ? leaver.ManagerId : team ?? leaver.ManagerId;
        foreach (var led in database.Teams.AsTracking().Where(row => row.ManagerId == leaver.Id).ToList()) led.ManagerId = team ?? leaver.ManagerId;

        var deals = Taker(input?.Deals, "deals", inHand.Deals);
        foreach (var deal in database.Deals.AsTracking()
            .Where(deal => deal.OwnerId == leaver.Id && deal.Stage != Stage.Won && deal.Stage != Stage.Lost).ToList())
        {
            deal.OwnerId = deals;
            History.HandedOver(change, deal.Id, leaver.Id, deals);
            OpenQuestions.Follow(change, deal);
        }
        Give(database.Accounts.AsTracking().Where(account => account.OwnerId == leaver.Id), Taker(input?.Customers, "customers", inHand.Customers),
            (account, to) => (account.OwnerId = to, account.Id).Id);
        Give(database.Leads.AsTracking()
            .Where(lead => lead.OwnerId == leaver.Id && lead.Status != LeadStatus.Converted && lead.Status != LeadStatus.Returned),
            Taker(input?.Leads, "leads", inHand.Leads), (lead, to) => (lead.OwnerId = to, lead.Id).Id);
        Give(database.Cases.AsTracking().Where(item => item.OwnerId == leaver.Id && item.Status != CaseStatus.Closed),
            Taker(input?.Cases, "cases", inHand.Cases), (item, to) => (item.OwnerId = to, item.Id).Id);
        Give(database.Campaigns.AsTracking().Where(campaign => campaign.OwnerId == leaver.Id && campaign.Status != CampaignStatus.Closed),
            Taker(input?.Campaigns, "campaigns", inHand.Campaigns), (campaign, to) => (campaign.OwnerId = to, campaign.Id).Id);

        var tasks = Taker(input?.Tasks, "tasks", inHand.Tasks);
        foreach (var task in database.Tasks.AsTracking().Where(task => task.AssigneeId == leaver.Id && task.Status == WorkTaskStatus.Open).ToList())
        {
            (task.AssigneeId, task.SnoozedUntil) = (tasks, null);
            History.HandedOver(change, task.Id, leaver.Id, tasks);
        }
        WaitingAnswers.GiveOn(change, leaver.Id, Taker(input?.Approvals, "approvals", inHand.Approvals));

        var takers = new[] { team, deals, tasks, taker, input?.Customers, input?.Leads, input?.Cases, input?.Campaigns, input?.Approvals };
        foreach (var person in takers.OfType<string>().Where(id => id.Length > 0).Distinct())
            Notice.Add(change, person, NoticeKind.WorkTakenOver, leaver.Name, null, "/");

        string? Taker(string? named, string field, int count)
        {
            if (count == 0) return null;
            return Valid(change, leaver, Requirements.Chosen(named) ?? leaver.TakenOverById
                ?? throw RefusalException.Invalid("takeOver.everything",
                    $"Who takes over? {leaver.Name} has {inHand.Deals} open deals, {inHand.Customers} customers, {inHand.Tasks} tasks, {inHand.Approvals} approvals and {inHand.Team} people, and no manager."), $"takeOver.{field}");
        }

        void Give<T>(IQueryable<T> records, string? to, Func<T, string?, string> set)
        {
            foreach (var record in records.ToList()) History.HandedOver(change, set(record, to), leaver.Id, to);
        }
    }

    /// <summary>Who has left stands in for nobody: whoever takes over does. Their own leaves are over.</summary>
    static void LeaveOf(Change change, User leaver)
    {
        foreach (var leave in change.Database.Leaves.AsTracking()
            .Where(leave => leave.State == LeaveState.Planned || leave.State == LeaveState.Running).ToList())
        {
            if (leave.UserId == leaver.Id) EndLeave.End(change, leave);
            else if (leave.SubstituteId == leaver.Id || leave.SubstituteIds.Values.Contains(leaver.Id))
            {
                var taker = leaver.TakenOverById == leave.UserId ? null : leaver.TakenOverById;
                if (leave.SubstituteId == leaver.Id) leave.SubstituteId = taker;
                leave.SubstituteIds = leave.SubstituteIds.Where(pair => pair.Value != leaver.Id || taker is not null)
                    .ToDictionary(pair => pair.Key, pair => pair.Value == leaver.Id ? taker! : pair.Value);
            }
        }
    }

    static string Valid(Change change, User leaver, string id, string field)
    {
        change.RequireUser(id, field);
        return id != leaver.Id ? id : throw RefusalException.Invalid(field, "Somebody else takes over.");
    }

    static User? ManagerAbove(Change change, User leaver)
    {
        var above = leaver.ManagerId is { } id ? change.Database.Users.Find(id) : null;
        while (above is { IsActive: false }) above = above.ManagerId is { } next ? change.Database.Users.Find(next) : null;
        return above;
    }
}

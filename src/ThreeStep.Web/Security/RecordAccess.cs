using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>
/// Whose records a caller may see and work on: a rep their own and the pool's, a manager their whole team's as well, everybody else all.
/// The one rule for pages, REST and Studio.
/// </summary>
public sealed class RecordAccess
{
    readonly ClaimsPrincipal caller;
    readonly HashSet<string>? owners;

    RecordAccess(ClaimsPrincipal caller, HashSet<string>? owners) => (this.caller, this.owners) = (caller, owners);

    public static RecordAccess Of(ClaimsPrincipal caller, ProcessDatabase database)
    {
        if (caller.UserId() is not { } userId || !caller.Is(Role.Rep, Role.Manager)) return new(caller, null);
        var visible = new HashSet<string> { userId };
        if (!caller.Is(Role.Manager)) return new(caller, visible);
        var reports = database.Users.Where(user => user.ManagerId != null).Select(user => new { user.Id, user.ManagerId }).ToList().ToLookup(user => user.ManagerId!, user => user.Id);
        var open = new Queue<string>([userId]);
        while (open.TryDequeue(out var manager))
            foreach (var report in reports[manager])
                if (visible.Add(report)) open.Enqueue(report);
        return new(caller, visible);
    }

    /// <summary>Null: everybody's records.</summary>
    public IReadOnlySet<string>? Owners => owners;

    public bool Allows(string? ownerId) => owners is null || ownerId is null || owners.Contains(ownerId);

    public IQueryable<Account> Accounts(ProcessDatabase database) => owners is null ? database.Accounts : database.Accounts.Where(account => account.OwnerId == null || owners.Contains(account.OwnerId));

    public IQueryable<Deal> Deals(ProcessDatabase database) => owners is null ? database.Deals : database.Deals.Where(deal => deal.OwnerId == null || owners.Contains(deal.OwnerId));

    public IQueryable<Lead> Leads(ProcessDatabase database) => owners is null ? database.Leads : database.Leads.Where(lead => lead.OwnerId == null || owners.Contains(lead.OwnerId));

    /// <summary>One's own cases and those of the accounts one sees.</summary>
    public IQueryable<ServiceCase> Cases(ProcessDatabase database) => owners is null ? database.Cases
        : database.Cases.Where(item => item.OwnerId == null || owners.Contains(item.OwnerId) || Accounts(database).Any(account => account.Id == item.AccountId));

    public IQueryable<Interaction> Interactions(ProcessDatabase database) => owners is null ? database.Interactions
        : database.Interactions.Where(interaction => Accounts(database).Any(account => account.Id == interaction.AccountId) || Deals(database).Any(deal => deal.Id == interaction.DealId));

    public IQueryable<Delivery> Deliveries(ProcessDatabase database) => owners is null ? database.Deliveries
        : database.Deliveries.Where(delivery => Deals(database).Any(deal => deal.Id == delivery.DealId) || Accounts(database).Any(account => account.Id == delivery.AccountId));

    /// <summary>One's own tasks, those for one's role, and as a manager those of the team.</summary>
    public IQueryable<WorkTask> Tasks(ProcessDatabase database)
    {
        if (owners is null) return database.Tasks;
        var role = caller.Is(Role.Manager) ? nameof(Role.Manager) : nameof(Role.Rep);
        return database.Tasks.Where(task => (task.AssigneeId != null && owners.Contains(task.AssigneeId)) || (task.AssigneeId == null && (task.Role == null || task.Role == role)));
    }

    public bool MayAnswer(WorkTask task)
    {
        if (caller.UserId() is not { } userId || caller.Is(Role.Admin)) return true;
        if (task.AssigneeId is null) return task.Role is null || caller.IsInRole(task.Role);
        return task.AssigneeId == userId || (caller.Is(Role.Manager) && Allows(task.AssigneeId));
    }

    /// <summary>What one asked for, what one is asked, and what one's team asked for.</summary>
    public IQueryable<ApprovalRequest> Approvals(ProcessDatabase database)
    {
        IQueryable<ApprovalRequest> rows = database.Approvals.Include(request => request.Steps.OrderBy(step => step.Order));
        if (owners is null) return rows;
        return rows.Where(request => (request.RequestedById != null && owners.Contains(request.RequestedById)) || request.Steps.Any(step => owners.Contains(step.ApproverId) || (step.TransferredFromId != null && owners.Contains(step.TransferredFromId))));
    }

    /// <summary>Workflow instances about records one sees.</summary>
    public IQueryable<InstanceRow> Instances(ProcessDatabase database) => owners is null ? database.Instances
        : database.Instances.Where(row => Deals(database).Any(deal => deal.Id == row.CorrelationId) || Leads(database).Any(lead => lead.Id == row.CorrelationId) || Accounts(database).Any(account => account.Id == row.CorrelationId)
            || database.Cases.Any(item => item.Id == row.CorrelationId && (item.OwnerId == null || owners.Contains(item.OwnerId))));

    /// <summary>Somebody asked about a deal may read it, too: nobody decides blindly.</summary>
    public bool MayRead(Deal deal, ProcessDatabase database) => Allows(deal.OwnerId) || Approvals(database).Any(request => request.DealId == deal.Id);
}

using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Service;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Catalogue;

/// <summary>
/// A workflow was cancelled by somebody or has stopped at a step: whom it concerns is told, in the same commit. Process owners hear what failed and
/// where, the owner of the record that it stands still.
/// </summary>
static class Interruption
{
    public static void Tell(Change change, BurstResult burst)
    {
        var subject = SubjectOf(change, burst.State.CorrelationId);
        if (burst.CancelledBy is { } cancel)
        {
            if (subject?.OwnerId is { } owner && owner != cancel.By)
                Notice.Add(change, owner, NoticeKind.WorkflowCancelled, subject.Name, cancel.Reason, subject.Address);
            return;
        }
        var incident = burst.State.Incidents[^1];
        var (workflow, step) = Words(change, burst.State, incident);
        foreach (var id in ProcessOwners(change, burst.State.DefinitionId))
            Once(change, id, NoticeKind.WorkflowStopped, subject is null ? workflow : $"{workflow}: {subject.Name}", $"{step}: {incident.Told}",
                $"/process/{burst.State.DefinitionId}");
        if (subject?.OwnerId is { } recordOwner) Once(change, recordOwner, NoticeKind.RecordStopped, subject.Name, step, subject.Address);
    }

    /// <summary>One notice until it was seen: a mistake in a workflow stops many instances in the same way.</summary>
    static void Once(Change change, string userId, NoticeKind kind, string about, Message text, string address)
    {
        var isThere = change.Database.Notices.Any(notice => notice.UserId == userId && notice.Kind == kind && notice.Address == address
            && notice.SeenAt == null)
            || change.Database.Notices.Local.Any(notice => notice.UserId == userId && notice.Kind == kind && notice.Address == address);
        if (!isThere) Notice.Add(change, userId, kind, about, text, address);
    }

    /// <summary>What has failed is told to those who may see it.</summary>
    static List<string> ProcessOwners(Change change, string definitionId)
    {
        var owners = change.Database.Users.Where(user => user.IsActive && user.Role == Role.ProcessOwner).Select(user => user.Id).ToList()
            .FindAll(id => WorkflowRights.Of(new Actor(id, Role.ProcessOwner), change.Database).Sees(definitionId));
        return owners.Count > 0 ? owners
            : change.Database.Users.Where(user => user.IsActive && user.Role == Role.Admin).Select(user => user.Id).ToList();
    }

    /// <summary>What the workflow and the step are called where they are drawn.</summary>
    static (string Workflow, string Step) Words(Change change, InstanceState state, Incident incident)
    {
        var workflow = change.Definitions.FindVersion(state.DefinitionVersionId);
        var node = workflow?.Find(incident.NodeId);
        var step = node?.Source.Object("metadata")?.Text("displayText") ?? node?.Name ?? incident.ActivityId;
        return (workflow?.Definition.Name ?? state.DefinitionId, step);
    }

    sealed record Subject(string Name, string? OwnerId, string Address);

    /// <summary>The record a workflow is about: its correlation id is the record's.</summary>
    static Subject? SubjectOf(Change change, string? id)
    {
        if (id is null) return null;
        var database = change.Database;
        if (database.Deals.Find(id) is { } deal) return new(deal.Name, deal.OwnerId, Addresses.Deal(id));
        if (database.Leads.Find(id) is { } lead) return new(lead.CompanyName, lead.OwnerId, Addresses.Lead(id));
        if (database.Cases.Find(id) is { } item) return new(item.Title, item.OwnerId, Addresses.Case(id));
        if (database.Deliveries.Find(id) is { } delivery && database.Deals.Find(delivery.DealId) is { } delivered)
            return new(delivered.Name, delivered.OwnerId, Addresses.Deal(delivered.Id));
        return database.Accounts.Find(id) is { } account ? new(account.Name, account.OwnerId, Addresses.Account(id)) : null;
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tasks;

/// <summary>
/// Reminders and escalations of workflows go with what they are about: nobody waits for their answer, so nobody would ever close them. What a person
/// has made, and tasks that a workflow waits for, are theirs to end.
/// </summary>
static class WithdrawNotices
{
    public static void OfDeal(Change change, string dealId) => Withdraw(change, change.Database.Tasks.Where(task => task.DealId == dealId));

    public static void OfLead(Change change, string leadId) => Withdraw(change, change.Database.Tasks.Where(task => task.LeadId == leadId));

    public static void OfCase(Change change, string caseId) => Withdraw(change, change.Database.Tasks.Where(task => task.CaseId == caseId));

    /// <summary>What a workflow's step says again to the same people about the same thing stands once: the latest.</summary>
    public static void Former(Change change, WorkTask task) => Withdraw(change, change.Database.Tasks.Where(other =>
        other.DefinitionId == task.DefinitionId && other.ActivityId == task.ActivityId && other.Kind == task.Kind
            && other.AssigneeId == task.AssigneeId && other.Role == task.Role
        && other.AccountId == task.AccountId && other.DealId == task.DealId && other.LeadId == task.LeadId && other.CaseId == task.CaseId
            && other.Title == task.Title));

    /// <summary>What a workflow instance has told people to know up to a moment (UTC).</summary>
    /// <returns>The titles of what was withdrawn.</returns>
    public static IReadOnlyList<string> OfInstance(Change change, string instanceId, DateTimeOffset until) =>
        Withdraw(change, change.Database.Tasks.Where(task => task.InstanceId == instanceId && task.CreatedAt <= until));

    static List<string> Withdraw(Change change, IQueryable<WorkTask> tasks)
    {
        var withdrawn = tasks.AsTracking().Where(task => task.Status == WorkTaskStatus.Open && task.InstanceId != null && task.BookmarkId == null
            && (task.Kind == WorkTaskKind.Reminder || task.Kind == WorkTaskKind.Escalation)).ToList();
        foreach (var task in withdrawn) (task.Status, task.ClosedAt) = (WorkTaskStatus.Withdrawn, change.Now);
        return withdrawn.Select(task => task.Title).ToList();
    }
}

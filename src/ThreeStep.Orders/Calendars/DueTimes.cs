using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Commit;
using ThreeStep.Workflows.Expressions;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Calendars;

/// <summary>Due times that were counted in working time follow the calendars.</summary>
public static class DueTimes
{
    /// <summary>
    /// After calendars have changed in this transaction: counts everything anew that is still to come, and lets the workflows that wait do the same.
    /// What was due before stays as it was.
    /// </summary>
    /// <exception cref="RefusalException">By one of the calendars nobody ever works.</exception>
    /// <returns>How many due times moved: of tasks, of approvals, and of steps of workflows that wait for nothing but time.</returns>
    public static int Recount(Change change)
    {
        WorkingCalendars.Renew(change.Transaction);
        var (database, moved, calendars) = (change.Database, 0, new Dictionary<string, WorkingCalendar>());
        foreach (var task in database.Tasks.AsTracking()
            .Where(task => task.Status == WorkTaskStatus.Open && task.Counted != null && task.DueAt > change.Now).ToList())
            if (When(task.Counted!) is var due && due != task.DueAt)
            {
                task.DueAt = due;
                moved++;
            }
        foreach (var request in database.Approvals.AsTracking()
            .Where(row => row.Status == ApprovalStatus.Pending && row.Counted != null && row.DueAt > change.Now).ToList())
            if (When(request.Counted!) is var due && due != request.DueAt)
            {
                request.DueAt = due;
                moved++;
            }
        foreach (var clock in database.Clocks.AsTracking().Where(clock => clock.EndedAt == null && clock.DueAt > change.Now).ToList())
            (clock.DueAt, clock.WarnAt) = (When(clock.Counted), When(clock.Warning));
        var waits = database.Bookmarks.Where(row => row.Counted != null && row.DueAt > change.Now)
            .Select(row => new { row.InstanceId, row.ActivityId, row.Counted, row.DueAt }).ToList();
        var changed = waits.Where(wait => When(WorkingTime.Read(wait.Counted!)) != wait.DueAt).ToList();
        var answered = changed.Select(wait => wait.InstanceId).Distinct().Order().ToList();
        foreach (var instanceId in answered) change.Queue(new QueuedStimulus.Deliver(instanceId, new Stimulus.Recount()));
        // A wait beside a task or an approval is the time of that, which is counted already.
        var tasks = database.Tasks.Where(task => task.Status == WorkTaskStatus.Open && task.Counted != null)
            .Select(task => new { task.InstanceId, task.ActivityId }).ToHashSet();
        var questions = database.Approvals.Where(request => request.Status == ApprovalStatus.Pending).Select(request => request.InstanceId)
            .ToHashSet();
        return moved + changed.Select(wait => (wait.InstanceId, wait.ActivityId)).Distinct().Count(wait =>
            !questions.Contains(wait.InstanceId)
            && !tasks.Contains(new { InstanceId = (string?)wait.InstanceId, ActivityId = (string?)wait.ActivityId }));

        DateTimeOffset When(WorkingTime counted)
        {
            var name = counted.Calendar ?? CalendarName.Company;
            if (!calendars.TryGetValue(name, out var calendar)) calendars[name] = calendar = change.Calendars.Of(name, database);
            try { return SlaClocks.When(counted, calendar, database); }
            catch (ExpressionException error) { throw RefusalException.Invalid("week", $"{name}: {error.Words}"); }
        }
    }
}

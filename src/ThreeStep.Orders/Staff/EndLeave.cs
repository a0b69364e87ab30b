using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Staff;

/// <summary>Somebody is back earlier, or does not go: their work is theirs alone again.</summary>
public static class EndLeave
{
    public static Leave Apply(Change change, string id)
    {
        var leave = change.Database.Leaves.Find(id) ?? throw RefusalException.NotFound("leave", id);
        SetLeave.RequireAccess(change, leave.UserId);
        if (leave.State is LeaveState.Over or LeaveState.Cancelled) throw RefusalException.Conflict("This leave is over already.", "state");
        leave.EndedById = change.By.UserId;
        End(change, leave);
        return leave;
    }

    /// <summary>Ends what is running, takes back what has not begun.</summary>
    internal static void End(Change change, Leave leave)
    {
        var wasRunning = leave.State == LeaveState.Running;
        leave.State = wasRunning ? LeaveState.Over : LeaveState.Cancelled;
        if (wasRunning && change.Now < leave.EndsAt)
        {
            leave.EndsAt = change.Now;
            // Today is worked again, the days before stay days away.
            leave.To = Later(leave.From.AddDays(-1), CompanyDaysOf(change, leave).AddDays(-1));
        }
        change.Audit(AuditAction.LeaveEnded, leave.UserId, leave.State.ToString());
        change.Database.SaveChanges();
        if (leave.IsUncovered) DueTimes.Recount(change);
        LeaveNews.Ended(change, leave, wasRunning);
    }

    static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    static DateOnly CompanyDaysOf(Change change, Leave leave) => Fields.CompanyDays.Of(change.Now,
        Fields.CompanyDays.Zone(change.Calendars.Of(Working.CalendarName.OfPerson(leave.UserId), change.Database).Zone));
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Staff;

/// <summary>Leaves begin and end when their time comes.</summary>
public static class LeaveTimes
{
    /// <returns>When the next one begins or ends (UTC); null where none does.</returns>
    public static DateTimeOffset? Follow(Change change)
    {
        var open = change.Database.Leaves.AsTracking()
            .Where(leave => leave.State == LeaveState.Planned || leave.State == LeaveState.Running).ToList();
        foreach (var leave in open.Where(leave => leave.State == LeaveState.Planned && leave.StartsAt <= change.Now))
            leave.State = LeaveState.Running;
        foreach (var leave in open.Where(leave => leave.State == LeaveState.Running && leave.EndsAt <= change.Now)) EndLeave.End(change, leave);
        var times = open.Where(leave => leave.State is LeaveState.Planned or LeaveState.Running)
            .Select(leave => leave.State == LeaveState.Planned ? leave.StartsAt : leave.EndsAt).ToList();
        return times.Count > 0 ? times.Min() : null;
    }
}

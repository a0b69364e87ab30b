using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Staff;

/// <summary>Somebody is at work: seen by themselves, or said by their manager. Who was taken to be away has their work back.</summary>
public static class SeePerson
{
    /// <exception cref="RefusalException">It is somebody else, who is not below whoever says so.</exception>
    public static Presence Apply(Change change, string userId)
    {
        change.RequireUser(userId, "userId");
        SetLeave.RequireAccess(change, userId);
        var presence = change.Database.Presences.Find(userId)
            ?? change.Database.Presences.Add(new Presence { UserId = userId }).Entity;
        (presence.SeenAt, presence.AskedAt, presence.ManagerAskedAt) = (change.Now, null, null);
        foreach (var id in change.Database.Leaves.Where(leave => leave.UserId == userId && leave.IsAssumed && leave.State == LeaveState.Running)
            .Select(leave => leave.Id).ToList())
        {
            var leave = change.Database.Leaves.Find(id)!;
            leave.EndedById = change.By.UserId;
            EndLeave.End(change, leave);
        }
        return presence;
    }
}

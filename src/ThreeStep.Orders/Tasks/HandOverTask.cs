using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tasks;

/// <summary>Somebody gives a task to somebody else; the workflow waits for whoever answers.</summary>
public static class HandOverTask
{
    public static WorkTask Apply(Change change, string id, string? toUserId)
    {
        var task = change.OpenTask(id);
        change.RequireUser(toUserId ?? "", "toUserId");
        History.HandedOver(change, id, task.AssigneeId, toUserId);
        (task.AssigneeId, task.SnoozedUntil) = (toUserId, null);
        return task;
    }
}

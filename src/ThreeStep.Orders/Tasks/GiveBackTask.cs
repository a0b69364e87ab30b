using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Tasks;

/// <summary>
/// Somebody says that a task is not theirs (不归我): it goes to their manager, who reads why, or where there is none to whoever is first of the
/// managers. The workflow goes on waiting for whoever answers.
/// </summary>
public static class GiveBackTask
{
    /// <exception cref="RefusalException">It is nobody's, somebody else's or closed; or there is no reason.</exception>
    public static WorkTask Apply(Change change, string id, string? reason)
    {
        var task = change.OpenTask(id);
        if (task.AssigneeId is not { } from) throw RefusalException.Conflict("This task is for whoever is first: leave it to others.", "assigneeId");
        // What somebody says is said by themselves: a manager who has another idea hands it over.
        if (from != change.By.UserId) throw RefusalException.Forbidden("Only whoever has the task says that it is not theirs; others hand it over.");
        var why = TextField.Required(reason, "reason", "Say why it is not yours: your manager reads it.", TextField.LongestLine);
        var manager = ManagerOf(change, from);
        change.Audit(AuditAction.HandedOver, id, $"{from} → {manager ?? nameof(Role.Manager)}: {why}");
        (task.AssigneeId, task.SnoozedUntil, task.GivenBackById, task.GivenBackBecause) = (manager, null, from, why);
        if (manager is null) task.Role = nameof(Role.Manager);
        return task;
    }

    /// <summary>The nearest who works here; whose own manager is not there any more, the one above.</summary>
    static string? ManagerOf(Change change, string userId)
    {
        var seen = new HashSet<string> { userId };
        for (var id = change.Database.Users.Find(userId)?.ManagerId; id is not null && seen.Add(id); id = change.Database.Users.Find(id)?.ManagerId)
            if (change.Database.Users.Find(id) is { IsActive: true }) return id;
        return null;
    }
}

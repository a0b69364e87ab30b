using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Tasks;

/// <summary>Whose tasks an actor sees and may answer.</summary>
public static class TaskAccess
{
    /// <summary>One's own tasks, those for one's role, and as a manager those of the team.</summary>
    public static IQueryable<WorkTask> Tasks(this RecordAccess access, ProcessDatabase database)
    {
        if (access.Owners is not { } owners) return database.Tasks;
        var role = access.Actor.Is(Role.Manager) ? nameof(Role.Manager) : nameof(Role.Rep);
        return database.Tasks.Where(task => (task.AssigneeId != null && owners.Contains(task.AssigneeId))
            || (task.AssigneeId == null && (task.Role == null || task.Role == role)));
    }

    public static bool MayAnswer(this RecordAccess access, WorkTask task)
    {
        var actor = access.Actor;
        if (actor.UserId is not { } userId || actor.Is(Role.Admin)) return true;
        if (task.AssigneeId is null) return task.Role is null || task.Role == actor.Role.ToString();
        return access.Does(task) || (actor.Is(Role.Manager) && access.Leads(task.AssigneeId));
    }

    /// <summary>Whether the actor has the task, alone or with others: it is theirs, nobody's, or that of somebody for whom they stand in.</summary>
    public static bool Does(this RecordAccess access, WorkTask task) =>
        task.AssigneeId is not { } assignee || assignee == access.Actor.UserId || access.StandIns.For(assignee, KindOf(task)) == access.Actor.UserId;

    /// <summary>What kind of work a task is: by what it is about.</summary>
    public static WorkKind KindOf(WorkTask task) => task switch
    {
        { CaseId: not null } => WorkKind.Cases,
        { LeadId: not null } => WorkKind.Leads,
        { CampaignId: not null } => WorkKind.Campaigns,
        _ => WorkKind.Sales,
    };

    /// <summary>The tasks of people who are away and for whom the actor stands in; also what is given to them meanwhile.</summary>
    public static IQueryable<WorkTask> StoodIn(this RecordAccess access, ProcessDatabase database)
    {
        var (sales, leads) = (access.StandsInFor(WorkKind.Sales), access.StandsInFor(WorkKind.Leads));
        var (cases, campaigns) = (access.StandsInFor(WorkKind.Cases), access.StandsInFor(WorkKind.Campaigns));
        return database.Tasks.Where(task => task.AssigneeId != null
            && (task.CaseId != null ? cases.Contains(task.AssigneeId) : task.LeadId != null ? leads.Contains(task.AssigneeId)
                : task.CampaignId != null ? campaigns.Contains(task.AssigneeId) : sales.Contains(task.AssigneeId)));
    }

    /// <summary>An open task that the actor may answer, tracked.</summary>
    /// <exception cref="RefusalException">There is none, it is somebody else's, or it is closed.</exception>
    internal static WorkTask OpenTask(this Change change, string id)
    {
        var task = change.Database.Tasks.Find(id) ?? throw RefusalException.NotFound("task", id);
        if (!change.Access.MayAnswer(task)) throw RefusalException.Forbidden("This task is somebody else's.");
        if (task.Status == WorkTaskStatus.Open) return task;
        if (task.ClosedById is null)
            throw RefusalException.Conflict($"The task is not open any more: {task.Status} since {task.ClosedAt:yyyy-MM-dd HH:mm zzz}.", "status");
        throw RefusalException.Conflict(
            $"The task is not open any more: {task.Status} since {task.ClosedAt:yyyy-MM-dd HH:mm zzz} by {task.ClosedById}.", "status");
    }
}

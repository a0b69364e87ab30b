using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.People;

/// <summary>
/// Whose records an actor may see and work on: a rep their own and the pool's, a manager their whole team's as well, everybody else all.
/// The one rule for pages, REST and Studio; each feature says beside its records what it means for them.
/// </summary>
public sealed class RecordAccess
{
    static readonly WorkKind[] RecordKinds = [WorkKind.Sales, WorkKind.Leads, WorkKind.Cases, WorkKind.Campaigns];

    readonly HashSet<string>? owners;
    readonly HashSet<string> team;
    readonly StandIns standIns;

    RecordAccess(Actor actor, HashSet<string>? owners, HashSet<string> team, StandIns standIns, WorkflowRights workflows) =>
        (Actor, this.owners, this.team, this.standIns, Workflows) = (actor, owners, team, standIns, workflows);

    public Actor Actor { get; }

    /// <summary>What the actor may do with each workflow.</summary>
    public WorkflowRights Workflows { get; }

    /// <summary>For pages and requests.</summary>
    public static async Task<RecordAccess> Read(Actor actor, ProcessDatabase database, CancellationToken token) =>
        Of(actor, actor.Is(Role.Manager) ? await Lines(database).ToListAsync(token) : [], await database.ReadStandIns(token),
            await WorkflowRights.Read(actor, database, token));

    /// <summary>For a change: it runs inside of the one writer's transaction, where nothing is awaited.</summary>
    public static RecordAccess Of(Actor actor, ProcessDatabase database) =>
        Of(actor, actor.Is(Role.Manager) ? Lines(database).ToList() : [], database.StandIns(), WorkflowRights.Of(actor, database));

    sealed record Line(string Id, string ManagerId);

    static IQueryable<Line> Lines(ProcessDatabase database) =>
        database.Users.Where(user => user.ManagerId != null).Select(user => new Line(user.Id, user.ManagerId!));

    static RecordAccess Of(Actor actor, List<Line> lines, StandIns standIns, WorkflowRights workflows)
    {
        if (actor.UserId is not { } userId) return new(actor, null, [], StandIns.None, workflows);
        if (!actor.Is(Role.Rep, Role.Manager)) return new(actor, null, [userId], standIns, workflows);
        var absent = RecordKinds.SelectMany(kind => standIns.Of(userId, kind)).ToHashSet();
        if (!actor.Is(Role.Manager)) return new(actor, [userId, .. absent], [userId], standIns, workflows);
        var reports = lines.ToLookup(line => line.ManagerId, line => line.Id);
        var team = WithReports([userId], reports);
        // A manager who stands in for a manager sees what that one sees.
        return new(actor, WithReports([.. team, .. absent, .. standIns.Of(userId, WorkKind.Approvals)], reports), team, standIns, workflows);
    }

    static HashSet<string> WithReports(IEnumerable<string> people, ILookup<string, string> reports)
    {
        var found = people.ToHashSet();
        var open = new Queue<string>(found);
        while (open.TryDequeue(out var manager))
            foreach (var report in reports[manager])
                if (found.Add(report)) open.Enqueue(report);
        return found;
    }

    /// <summary>Whose work of a kind the actor does while they are away.</summary>
    public IReadOnlySet<string> StandsInFor(WorkKind kind) => standIns.Of(Actor.UserId ?? "", kind);

    /// <summary>Who is away, and who stands in.</summary>
    public StandIns StandIns => standIns;

    /// <summary>The actor and, for a manager, everybody below them.</summary>
    public IReadOnlySet<string> Team => team;

    /// <summary>True for the actor and, for a manager, everybody below them.</summary>
    public bool Leads(string userId) => team.Contains(userId);

    /// <summary>Null: everybody's records.</summary>
    public IReadOnlySet<string>? Owners => owners;

    public bool Allows(string? ownerId) => owners is null || ownerId is null || owners.Contains(ownerId);
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.People;

/// <summary>
/// Whose records an actor may see and work on: a rep their own and the pool's, a manager their whole team's as well, everybody else all.
/// The one rule for pages, REST and Studio; each feature says beside its records what it means for them.
/// </summary>
public sealed class RecordAccess
{
    readonly HashSet<string>? owners;

    RecordAccess(Actor actor, HashSet<string>? owners) => (Actor, this.owners) = (actor, owners);

    public Actor Actor { get; }

    /// <summary>For pages and requests.</summary>
    public static async Task<RecordAccess> Read(Actor actor, ProcessDatabase database, CancellationToken token) =>
        Of(actor, actor.Is(Role.Manager) ? await Lines(database).ToListAsync(token) : []);

    /// <summary>For a change: it runs inside of the one writer's transaction, where nothing is awaited.</summary>
    public static RecordAccess Of(Actor actor, ProcessDatabase database) =>
        Of(actor, actor.Is(Role.Manager) ? Lines(database).ToList() : []);

    sealed record Line(string Id, string ManagerId);

    static IQueryable<Line> Lines(ProcessDatabase database) =>
        database.Users.Where(user => user.ManagerId != null).Select(user => new Line(user.Id, user.ManagerId!));

    static RecordAccess Of(Actor actor, List<Line> lines)
    {
        if (actor.UserId is not { } userId || !actor.Is(Role.Rep, Role.Manager)) return new(actor, null);
        var visible = new HashSet<string> { userId };
        var reports = lines.ToLookup(line => line.ManagerId, line => line.Id);
        var open = new Queue<string>([userId]);
        while (open.TryDequeue(out var manager))
            foreach (var report in reports[manager])
                if (visible.Add(report)) open.Enqueue(report);
        return new(actor, visible);
    }

    /// <summary>Null: everybody's records.</summary>
    public IReadOnlySet<string>? Owners => owners;

    public bool Allows(string? ownerId) => owners is null || ownerId is null || owners.Contains(ownerId);
}

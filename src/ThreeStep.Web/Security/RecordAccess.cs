using System.Security.Claims;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Security;

/// <summary>
/// Whose records a caller may see and work on: a rep their own and the pool's, a manager their whole team's as well, everybody else all.
/// The one rule for every route.
/// </summary>
public sealed class RecordAccess
{
    readonly HashSet<string>? owners;

    RecordAccess(HashSet<string>? owners) => this.owners = owners;

    public static RecordAccess Of(ClaimsPrincipal caller, ProcessDatabase database)
    {
        if (caller.UserId() is not { } userId || !caller.Is(Role.Rep, Role.Manager)) return new(null);
        var visible = new HashSet<string> { userId };
        if (!caller.Is(Role.Manager)) return new(visible);
        var reports = database.Users.Where(user => user.ManagerId != null).Select(user => new { user.Id, user.ManagerId }).ToList().ToLookup(user => user.ManagerId!, user => user.Id);
        var open = new Queue<string>([userId]);
        while (open.TryDequeue(out var manager))
            foreach (var report in reports[manager])
                if (visible.Add(report)) open.Enqueue(report);
        return new(visible);
    }

    /// <summary>Null: everybody's records.</summary>
    public IReadOnlySet<string>? Owners => owners;

    public bool Allows(string? ownerId) => owners is null || ownerId is null || owners.Contains(ownerId);
}

using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Approvals;

/// <summary>Somebody who is asked.</summary>
/// <param name="IsAsManager">As a manager of the owner, and not for a position or a name of their own.</param>
public sealed record AskedPerson(User Person, bool IsAsManager);

/// <summary>The people behind what a table calls for. Never the owner, never the same person twice.</summary>
public static class WhoIsAsked
{
    /// <summary>
    /// Where nobody holds a position, or a named person has left: up the owner's line of managers, then any manager, then an administrator. Where
    /// one yes or a quorum is enough, others are only brought in when too few are left.
    /// </summary>
    /// <param name="managers">The owner's managers, nearest first.</param>
    /// <param name="byId">Null where there is no such person.</param>
    public static IReadOnlyList<AskedPerson> Of(Asking asking, string? ownerId, IReadOnlyList<User> managers,
        Func<string, IReadOnlyList<User>> byPosition, Func<Role, IReadOnlyList<User>> byRole, Func<string, User?> byId)
    {
        var chosen = new List<AskedPerson>();
        var isSpare = asking.Mode is ApprovalMode.Any or ApprovalMode.Quorum;
        foreach (var approver in asking.Who)
            if (!Take(Holders(approver)) && !(isSpare && approver.Kind == ApproverKind.Person)) Take(Others());
        var needed = asking.IsNobody ? 0 : asking.Mode == ApprovalMode.Quorum ? asking.Quorum : 1;
        while (chosen.Count < needed && Take(Others())) { }
        return chosen;

        IEnumerable<AskedPerson> Holders(Approver approver) => approver.Kind switch
        {
            ApproverKind.Manager => managers.Skip(Math.Min(approver.Level, managers.Count) - 1).Select(Manager),
            ApproverKind.Person => PersonOrTaker(approver.Value).Select(Named),
            _ when approver.Value == "SalesManager" && managers.Count > 0 => managers.Select(Manager),
            _ => byPosition(approver.Value).Select(Named),
        };

        IEnumerable<AskedPerson> Others() =>
            managers.Reverse().Concat(byRole(Role.Manager)).Concat(byRole(Role.Admin))
            .Select(user => managers.Any(manager => manager.Id == user.Id) ? Manager(user) : Named(user));

        IEnumerable<User> PersonOrTaker(string id)
        {
            var seen = new HashSet<string>();
            for (var person = byId(id); person is not null && seen.Add(person.Id); person = person.TakenOverById is { } taker ? byId(taker) : null)
                yield return person;
        }

        bool Take(IEnumerable<AskedPerson> candidates)
        {
            if (candidates.FirstOrDefault(asked => asked.Person.IsActive && asked.Person.Id != ownerId
                && chosen.TrueForAll(other => other.Person.Id != asked.Person.Id)) is not { } taken) return false;
            chosen.Add(taken);
            return true;
        }
    }

    /// <summary>As the company is now.</summary>
    public static IReadOnlyList<AskedPerson> Of(Asking asking, string? ownerId, ProcessDatabase database) =>
        Of(asking, ownerId, database.Users.OrderBy(user => user.Id).ToDictionary(user => user.Id));

    /// <param name="people">Everybody, by id.</param>
    public static IReadOnlyList<AskedPerson> Of(Asking asking, string? ownerId, IReadOnlyDictionary<string, User> people)
    {
        var managers = new List<User>();
        for (var id = ownerId; id is not null && people.GetValueOrDefault(people.GetValueOrDefault(id)?.ManagerId ?? "") is { } manager
            && !managers.Contains(manager); id = manager.Id) managers.Add(manager);
        return Of(asking, ownerId, managers, position => people.Values.Where(user => user.IsActive && user.Position == position).ToList(),
            role => people.Values.Where(user => user.IsActive && user.Role == role).ToList(), id => people.GetValueOrDefault(id));
    }

    static AskedPerson Manager(User user) => new(user, true);
    static AskedPerson Named(User user) => new(user, false);
}

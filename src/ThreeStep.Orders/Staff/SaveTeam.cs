using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Working;

namespace ThreeStep.Orders.Staff;

/// <summary>What may be given for a team; what is left out stays as it is.</summary>
public sealed record TeamInput
{
    public Given<string?> Name { get; init; }
    /// <summary>Who leads it; blank for nobody.</summary>
    public Given<string?> ManagerId { get; init; }
}

/// <summary>An administrator makes, changes or removes a team.</summary>
public static class SaveTeam
{
    /// <param name="id">Null for a new one.</param>
    public static Team Apply(Change change, string? id, TeamInput input)
    {
        Require(change);
        var team = id is null ? null : Find(change, id);
        var name = TextField.Required(input.Name.Or(team?.Name), "name", "A name is needed.");
        if (change.Database.Teams.Any(other => other.Name == name && other.Id != id))
            throw RefusalException.Conflict($"There is a team “{name}” already.", "name");
        var manager = input.ManagerId.IsGiven ? Requirements.Chosen(input.ManagerId.Value) : team?.ManagerId;
        if (manager is not null && manager != team?.ManagerId) change.RequireUser(manager, "managerId");
        if (team is null) team = change.Database.Teams.Add(new Team { Id = $"team-{change.NewId()}", Name = name }).Entity;
        (team.Name, team.ManagerId) = (name, manager);
        change.Audit(AuditAction.TeamChanged, team.Id, manager is null ? name : $"{name}, {manager}");
        return team;
    }

    /// <exception cref="RefusalException">Somebody is in it.</exception>
    public static Team Remove(Change change, string id)
    {
        Require(change);
        var team = Find(change, id);
        var members = change.Database.Users.Where(user => user.TeamId == id).OrderBy(user => user.Id).Select(user => user.Name).ToList();
        if (members.Count > 0)
            throw RefusalException.Conflict(
                $"{members.Count} people are in it ({string.Join(", ", members.Take(3))}). Give them another team first.", "id");
        change.Database.Teams.Remove(team);
        change.Audit(AuditAction.TeamChanged, id, $"removed {team.Name}");
        return team;
    }

    static Team Find(Change change, string id) => change.Database.Teams.Find(id) ?? throw RefusalException.NotFound("team", id);

    static void Require(Change change)
    {
        if (!change.By.Is(Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
    }
}

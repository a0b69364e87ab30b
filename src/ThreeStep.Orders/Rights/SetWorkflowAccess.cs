using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;

namespace ThreeStep.Orders.Rights;

/// <summary>Who may do what with a workflow; null gives a right back to the roles, what is left out stays as it is.</summary>
public sealed record WorkflowAccessInput
{
    public Given<Grantees?> Edit { get; init; }
    public Given<Grantees?> Publish { get; init; }
    public Given<Grantees?> Start { get; init; }
    public Given<Grantees?> SeeData { get; init; }

    internal Given<Grantees?> Of(WorkflowRight right) => right switch
    {
        WorkflowRight.Edit => Edit,
        WorkflowRight.Publish => Publish,
        WorkflowRight.Start => Start,
        _ => SeeData,
    };
}

/// <summary>
/// Administrators, and process owners who may change a workflow, say who may do what with it. Nobody grants or takes what they do not have: what an
/// administrator took away does not come back by one's own hand, nor by a colleague's favour.
/// </summary>
public static class SetWorkflowAccess
{
    /// <summary>More names are a team.</summary>
    const int Most = 200;

    /// <exception cref="RefusalException">
    /// There is no such workflow, person or team; it is not theirs to say; or nobody but administrators could change or publish it any more.
    /// </exception>
    public static WorkflowAccess Apply(Change change, string definitionId, WorkflowAccessInput input)
    {
        if (!change.By.Is(Role.ProcessOwner, Role.Admin)) throw RefusalException.Forbidden("Your role does not allow this.");
        if (!change.Definitions.Exists(definitionId)) throw RefusalException.NotFound("workflow", definitionId);
        var rights = change.Access.Workflows;
        rights.Require(definitionId, WorkflowRight.Edit);
        var row = change.Database.WorkflowAccesses.Find(definitionId);
        var access = row?.Access ?? WorkflowAccess.Usual;
        var said = new List<string>();
        foreach (var right in Enum.GetValues<WorkflowRight>().Where(right => input.Of(right).IsGiven))
        {
            var (former, present) = (access.Of(right), Checked(change, right, input.Of(right).Value, access.Of(right)));
            if (former is null ? present is null : present is not null && former.IsSameAs(present)) continue;
            if (!rights.Allows(definitionId, right))
                throw RefusalException.Forbidden("Nobody grants or takes a right that they do not have themselves. An administrator may.");
            access = access.With(right, present);
            said.Add($"{right}: {Written(former)} → {Written(present)}");
        }
        if (said.Count == 0) return access;
        if (row is null) change.Database.WorkflowAccesses.Add(new WorkflowAccessRow { DefinitionId = definitionId, Access = access });
        else row.Access = access;
        change.Audit(AuditAction.WorkflowAccessChanged, definitionId, string.Join("; ", said));
        return access;
    }

    /// <summary>In a fixed order; people who have left stay where they were named before.</summary>
    static Grantees? Checked(Change change, WorkflowRight right, Grantees? given, Grantees? former)
    {
        if (given is null) return null;
        var field = char.ToLowerInvariant($"{right}"[0]) + $"{right}"[1..];
        var roles = (given.Roles ?? []).Distinct().Order().ToList();
        if (!roles.TrueForAll(Enum.IsDefined)) throw RefusalException.Invalid($"{field}.roles", "There is no such role.");
        var (teams, people) = (Ids(given.Teams, $"{field}.teams"), Ids(given.People, $"{field}.people"));
        foreach (var team in teams.Where(team => former?.Teams.Contains(team) != true && change.Database.Teams.Find(team) is null))
            throw RefusalException.Invalid($"{field}.teams", $"There is no team '{team}'.");
        foreach (var person in people.Where(person => former?.People.Contains(person) != true)) change.RequireUser(person, $"{field}.people");
        var checkedGrantees = new Grantees(roles, teams, people);
        if (right is WorkflowRight.Edit or WorkflowRight.Publish && !IsAnybody(change, right, checkedGrantees))
            throw RefusalException.Conflict("Nobody would be left who may. Name at least one process owner, or administrators.", field);
        return checkedGrantees;
    }

    static List<string> Ids(IReadOnlyList<string>? given, string field)
    {
        var ids = (given ?? []).Select(Requirements.Chosen).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return ids.Count <= Most ? ids : throw RefusalException.Invalid(field, $"At most {Most} are named one by one.");
    }

    /// <summary>Administrators always may, but count here only where they are meant.</summary>
    static bool IsAnybody(Change change, WorkflowRight right, Grantees grantees)
    {
        var teamsLed = change.Database.Teams.Where(team => team.ManagerId != null).Select(team => new { team.Id, team.ManagerId }).ToList()
            .ToLookup(team => team.ManagerId, team => team.Id);
        var access = WorkflowAccess.Usual.With(right, grantees);
        return change.Database.Users.Where(user => user.IsActive && (user.Role == Role.ProcessOwner || user.Role == Role.Admin)).ToList()
            .Exists(user =>
            {
                var teams = teamsLed[user.Id].Append(user.TeamId).OfType<string>().ToHashSet();
                var person = new Actor(user.Id, user.Role);
                return grantees.Name(person, teams) && access.Allows(right, person, teams, []);
            });
    }

    static string Written(Grantees? grantees)
    {
        if (grantees is null) return "by role";
        var names = grantees.Roles.Select(role => $"{role}").Concat(grantees.Teams).Concat(grantees.People).ToList();
        return names.Count == 0 ? "nobody" : string.Join(", ", names);
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.People;

/// <summary>What one person may do with each workflow, as of when it was read: <see cref="WorkflowAccess"/> says the rule.</summary>
public sealed class WorkflowRights
{
    readonly Actor person;
    readonly IReadOnlySet<string> teams;
    readonly IReadOnlyDictionary<string, WorkflowAccess> accesses;

    public WorkflowRights(Actor person, IReadOnlySet<string> teams, IReadOnlyDictionary<string, WorkflowAccess> accesses)
    {
        (this.person, this.teams, this.accesses) = (person, teams, accesses);
        Hidden = accesses.Keys.Where(id => !Allows(id, WorkflowRight.SeeData)).ToHashSet();
    }

    static readonly HashSet<string> None = [];

    public static WorkflowRights Of(Actor person, ProcessDatabase database)
    {
        if (SeesAll(person)) return Usual(person);
        var said = database.WorkflowAccesses.AsNoTracking().ToList();
        return said.Count == 0 ? Usual(person) : new(person, Teams(person, database).ToHashSet(), ById(said));
    }

    public static async Task<WorkflowRights> Read(Actor person, ProcessDatabase database, CancellationToken token)
    {
        if (SeesAll(person)) return Usual(person);
        var said = await database.WorkflowAccesses.AsNoTracking().ToListAsync(token);
        return said.Count == 0 ? Usual(person) : new(person, (await Teams(person, database).ToListAsync(token)).ToHashSet(), ById(said));
    }

    static bool SeesAll(Actor person) => person.IsWorkflow || person.Is(Role.Admin);

    static WorkflowRights Usual(Actor person) => new(person, None, new Dictionary<string, WorkflowAccess>());

    static Dictionary<string, WorkflowAccess> ById(List<WorkflowAccessRow> said) => said.ToDictionary(row => row.DefinitionId, row => row.Access);

    static IQueryable<string> Teams(Actor person, ProcessDatabase database) =>
        database.Teams.Where(team => team.ManagerId == person.UserId).Select(team => team.Id)
            .Union(database.Users.Where(user => user.Id == person.UserId && user.TeamId != null).Select(user => user.TeamId!));

    /// <summary>Workflows whose cases the person does not see.</summary>
    public IReadOnlySet<string> Hidden { get; }

    public bool Sees(string definitionId) => !Hidden.Contains(definitionId);

    /// <param name="startedBy">Where it is about starting: the roles that the workflow says itself.</param>
    public bool Allows(string definitionId, WorkflowRight right, IReadOnlyCollection<Role>? startedBy = null) =>
        (accesses.GetValueOrDefault(definitionId) ?? WorkflowAccess.Usual).Allows(right, person, teams, startedBy ?? []);

    /// <summary>Cancel, alter, try again, move, delete what runs: for who sees it and may change how it goes on.</summary>
    public bool Mends(string definitionId) => Sees(definitionId) && Allows(definitionId, WorkflowRight.Edit);
}

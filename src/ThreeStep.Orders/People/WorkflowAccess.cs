namespace ThreeStep.Orders.People;

/// <summary>What may be granted of a workflow: to draw it, to say what new instances run, to start it by hand, to see its cases.</summary>
public enum WorkflowRight { Edit, Publish, Start, SeeData }

/// <summary>Who is meant: everybody of a role, everybody of a team and who leads it, or somebody by name.</summary>
public sealed record Grantees(IReadOnlyList<Role> Roles, IReadOnlyList<string> Teams, IReadOnlyList<string> People)
{
    public static readonly Grantees Nobody = new([], [], []);

    /// <param name="teams">Those that the person is in or leads.</param>
    public bool Name(Actor person, IReadOnlySet<string> teams) => person.UserId is { } id && People.Contains(id)
        || person.Role is { } role && Roles.Contains(role) || Teams.Any(teams.Contains);

    public bool IsSameAs(Grantees other) =>
        Roles.SequenceEqual(other.Roles) && Teams.SequenceEqual(other.Teams) && People.SequenceEqual(other.People);
}

/// <summary>Who may do what with one workflow. What nobody has said something about is as by role.</summary>
public sealed record WorkflowAccess(Grantees? Edit = null, Grantees? Publish = null, Grantees? Start = null, Grantees? SeeData = null)
{
    public static readonly WorkflowAccess Usual = new();

    public Grantees? Of(WorkflowRight right) => right switch
    {
        WorkflowRight.Edit => Edit,
        WorkflowRight.Publish => Publish,
        WorkflowRight.Start => Start,
        _ => SeeData,
    };

    public WorkflowAccess With(WorkflowRight right, Grantees? grantees) => right switch
    {
        WorkflowRight.Edit => this with { Edit = grantees },
        WorkflowRight.Publish => this with { Publish = grantees },
        WorkflowRight.Start => this with { Start = grantees },
        _ => this with { SeeData = grantees },
    };

    /// <summary>
    /// The one rule. Administrators, the server's key and workflows may always. Drawing and publishing are for process owners, and of those for whom
    /// is named where somebody is; a workflow is started by whom is named, else by process owners and the roles it says itself; its data see those
    /// who are named of all whom their role lets look.
    /// </summary>
    /// <param name="startedBy">The roles that the workflow says itself.</param>
    public bool Allows(WorkflowRight right, Actor person, IReadOnlySet<string> teams, IReadOnlyCollection<Role> startedBy)
    {
        if (person.IsWorkflow || person.Is(Role.Admin)) return true;
        var isNamed = Of(right)?.Name(person, teams);
        return right switch
        {
            WorkflowRight.Edit or WorkflowRight.Publish => person.Is(Role.ProcessOwner) && isNamed != false,
            WorkflowRight.Start => isNamed ?? (person.Is(Role.ProcessOwner) || person.Role is { } role && startedBy.Contains(role)),
            _ => isNamed != false,
        };
    }
}

/// <summary>What somebody has said about a workflow; it stays when the workflow is deleted, so that one of the same id is not anybody's.</summary>
public sealed class WorkflowAccessRow
{
    public required string DefinitionId { get; init; }
    public required WorkflowAccess Access { get; set; }
}

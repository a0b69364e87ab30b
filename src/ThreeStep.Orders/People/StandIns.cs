namespace ThreeStep.Orders.People;

/// <summary>Who does the work of people who are away. Pure.</summary>
public sealed class StandIns
{
    readonly ILookup<string, Leave> running;
    readonly HashSet<string> active;

    /// <param name="leaves">Those that are running.</param>
    /// <param name="active">Whoever has not left the company.</param>
    public StandIns(IEnumerable<Leave> leaves, IEnumerable<string> active)
    {
        running = leaves.Where(leave => leave.State == LeaveState.Running).ToLookup(leave => leave.UserId);
        this.active = active.ToHashSet();
    }

    /// <summary>Nobody is away.</summary>
    public static readonly StandIns None = new([], []);

    public bool IsAway(string userId) => running.Contains(userId);

    public IEnumerable<string> Away => running.Select(person => person.Key);

    /// <summary>
    /// Who does a person's work of a kind now: their substitute, or that one's where they are away as well. Null where the person does it themselves,
    /// or nobody does.
    /// </summary>
    public string? For(string userId, WorkKind kind)
    {
        var seen = new HashSet<string> { userId };
        for (var person = userId; ;)
        {
            if (running[person].FirstOrDefault() is not { } leave) return person == userId ? null : person;
            if (leave.SubstituteFor(kind) is not { } next || !active.Contains(next) || !seen.Add(next)) return null;
            person = next;
        }
    }

    /// <summary>Whose work of a kind somebody does beside their own.</summary>
    public IReadOnlySet<string> Of(string userId, WorkKind kind) => Away.Where(person => For(person, kind) == userId).ToHashSet();
}

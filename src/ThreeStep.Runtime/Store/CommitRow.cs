namespace ThreeStep.Runtime.Store;

/// <summary>One statement of a commit.</summary>
/// <param name="Values">By the names of the statement.</param>
/// <param name="Otherwise">What becomes of the whole commit where the statement changes no row; null where that is as good.</param>
readonly record struct CommitRow(string Sql, (string Name, object? Value)[] Values, CommitOutcome? Otherwise = null);

enum CommitOutcome
{
    Committed,
    /// <summary>Another burst of the same instance was faster: load afresh and try again.</summary>
    LostRace,
    /// <summary>The queued stimulus or trigger was carried out by somebody else, or the new instance's id exists.</summary>
    AlreadyDone,
}

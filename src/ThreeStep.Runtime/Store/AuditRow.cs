namespace ThreeStep.Runtime.Store;

/// <summary>Who did what that matters: to workflows, and what else a product writes here. Append-only; ids only, no names.</summary>
public sealed class AuditRow
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    /// <summary>Null where nobody was signed in, or the server's own key acted.</summary>
    public string? UserId { get; init; }
    /// <summary>One of <see cref="WorkflowAudit"/>, or a word of the product's.</summary>
    public required string Action { get; init; }
    /// <summary>The id of what it was done to.</summary>
    public string? Subject { get; init; }
    public string? Detail { get; init; }
}

/// <summary>What is done to workflows, in the words of the audit log.</summary>
public static class WorkflowAudit
{
    public const string Published = "WorkflowPublished", Retracted = "WorkflowRetracted", Deleted = "WorkflowDeleted",
        VersionDeleted = "WorkflowVersionDeleted",
        Cancelled = "InstanceCancelled", InstanceDeleted = "InstanceDeleted", Retried = "InstanceRetried", Altered = "InstanceAltered",
            Migrated = "InstanceMigrated",
        VariablesChanged = "VariablesChanged", StimulusReplayed = "StimulusReplayed", StimulusDeleted = "StimulusDeleted";

    public static readonly IReadOnlyList<string> All =
        [Published, Retracted, Deleted, VersionDeleted, Cancelled, InstanceDeleted, Retried, Altered, Migrated, VariablesChanged, StimulusReplayed,
            StimulusDeleted];
}

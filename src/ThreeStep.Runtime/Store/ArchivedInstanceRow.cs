namespace ThreeStep.Runtime.Store;

/// <summary>An instance that was moved from the database into a file of the archive: what lists it, and where it is.</summary>
public sealed class ArchivedInstanceRow
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset FinishedAt { get; init; }
    public DateTimeOffset ArchivedAt { get; init; }
    /// <summary>Within the archive's folder, with slashes.</summary>
    public required string File { get; init; }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Publishing;

/// <summary>
/// Somebody wants to publish exactly this content of a workflow and waits for a second person's yes. It is good for one publishing. Times are UTC.
/// </summary>
public sealed class PublishingQuestion
{
    /// <summary>The workflow instance that asks: only the question it made counts.</summary>
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public int Version { get; init; }
    /// <summary>See <see cref="Runtime.Definitions.DefinitionStore.RevisionOf"/>.</summary>
    public required string Revision { get; init; }
    /// <summary>Null for the server's key.</summary>
    public string? AskedById { get; init; }
    public DateTimeOffset AskedAt { get; init; }
    /// <summary>When it was published, refused or overtaken by another draft.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>Questions about publishing, and what scenarios say before it, in the database.</summary>
public static class PublishingTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<PublishingQuestion> PublishingQuestions => database.Set<PublishingQuestion>();
        public DbSet<KeptScenario> KeptScenarios => database.Set<KeptScenario>();
        public DbSet<ScenarioRunRow> ScenarioRuns => database.Set<ScenarioRunRow>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<PublishingQuestion>(table =>
        {
            table.ToTable("publishing_questions");
            table.HasIndex(question => question.DefinitionId).HasFilter("closed_at IS NULL");
        });
        model.Entity<KeptScenario>(table =>
        {
            table.ToTable("scenarios");
            table.HasIndex(row => new { row.DefinitionId, row.Name }).IsUnique();
        });
        model.Entity<ScenarioRunRow>(table =>
        {
            table.ToTable("scenario_runs");
            table.HasKey(row => new { row.DefinitionId, row.Revision });
            table.Ignore(row => row.Summary);
        });
    }
}

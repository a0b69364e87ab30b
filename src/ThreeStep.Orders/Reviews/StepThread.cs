using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Reviews;

/// <summary>What is talked about at a step of a workflow, until somebody says that it is settled. Times are UTC.</summary>
public sealed class StepThread
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    /// <summary>The activity's id; a step of a later version that has it is the same.</summary>
    public required string StepId { get; init; }
    /// <summary>What the step was called, in both languages: it may be gone.</summary>
    public required string StepName { get; init; }
    /// <summary>The version that was looked at.</summary>
    public int Version { get; init; }
    /// <summary>The first of them began it.</summary>
    public List<StepRemark> Remarks { get; init; } = [];
    public DateTimeOffset? ResolvedAt { get; set; }
    /// <summary>Null for the server's key.</summary>
    public string? ResolvedById { get; set; }

    public bool IsOpen => ResolvedAt is null;
}

/// <summary>Somebody said something. Times are UTC.</summary>
public sealed class StepRemark
{
    public required string Id { get; init; }
    public required string ThreadId { get; init; }
    /// <summary>Null for the server's key.</summary>
    public string? ById { get; init; }
    public DateTimeOffset At { get; init; }
    public required string Text { get; init; }
}

/// <summary>Threads in the database.</summary>
public static class ReviewTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<StepThread> StepThreads => database.Set<StepThread>();
        public DbSet<StepRemark> StepRemarks => database.Set<StepRemark>();

        /// <summary>How many are open at each step of a workflow.</summary>
        public IReadOnlyDictionary<string, int> OpenThreads(string definitionId) =>
            database.StepThreads.Where(thread => thread.DefinitionId == definitionId && thread.ResolvedAt == null)
                .GroupBy(thread => thread.StepId).Select(group => new { group.Key, Count = group.Count() })
                .ToDictionary(group => group.Key, group => group.Count);
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<StepThread>(table =>
        {
            table.ToTable("step_threads");
            table.Ignore(thread => thread.IsOpen);
            table.HasIndex(thread => thread.DefinitionId);
            table.HasMany(thread => thread.Remarks).WithOne().HasForeignKey(remark => remark.ThreadId);
        });
        model.Entity<StepRemark>(table =>
        {
            table.ToTable("step_remarks");
            table.HasIndex(remark => remark.ThreadId);
        });
    }
}

using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Approvals;

/// <summary>Approvals in the database, with the indexes that serve their lists.</summary>
public static class ApprovalTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<ApprovalRequest> Approvals => database.Set<ApprovalRequest>();
        public DbSet<MatrixVersion> ApprovalMatrices => database.Set<MatrixVersion>();
        public DbSet<ApprovalEvent> ApprovalEvents => database.Set<ApprovalEvent>();
        public DbSet<ApprovalCopy> ApprovalCopies => database.Set<ApprovalCopy>();
        public DbSet<ApprovalDocument> ApprovalDocuments => database.Set<ApprovalDocument>();
        public DbSet<StepUndo> StepUndos => database.Set<StepUndo>();
        public DbSet<ApprovalStep> ApprovalSteps => database.Set<ApprovalStep>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<ApprovalRequest>(table =>
        {
            table.ToTable("approvals");
            table.Ignore(request => request.Terms);
            table.Property(request => request.Counted).HasConversion(counted => counted!.Question, stored => WorkingTime.Read(stored));
            table.Property(request => request.ReplacedBy)
                .HasConversion(terms => JsonSerializer.Serialize(terms, Json.Options), stored =>
                JsonSerializer.Deserialize<Terms>(stored, Json.Options));
            table.Property(request => request.Facts).HasConversion(facts => JsonSerializer.Serialize(facts, Json.Options),
                stored => JsonSerializer.Deserialize<List<ApprovalFact>>(stored, Json.Options)!, new ValueComparer<IReadOnlyList<ApprovalFact>>(
                    (one, other) => one!.SequenceEqual(other!), facts => facts.Count, facts => facts));
            table.HasIndex(request => request.Subject).HasFilter("subject IS NOT NULL");
            table.HasMany(request => request.Steps).WithOne().HasForeignKey(step => step.RequestId);
            table.HasIndex(request => new { request.Status, request.CreatedAt });
            table.HasIndex(request => request.DealId);
            table.HasIndex(request => request.AccountId);
        });
        model.Entity<ApprovalStep>(table =>
        {
            table.ToTable("approval_steps");
            table.HasIndex(step => step.ApproverId);
        });
        model.Entity<ApprovalEvent>(table =>
        {
            table.ToTable("approval_events");
            table.Property(happened => happened.Terms).HasConversion(
                terms => JsonSerializer.Serialize(terms, Json.Options), stored => JsonSerializer.Deserialize<Terms>(stored, Json.Options)!);
            table.PrimitiveCollection(happened => happened.To);
            table.PrimitiveCollection(happened => happened.Waiting);
            table.HasIndex(happened => happened.RequestId);
        });
        model.Entity<ApprovalCopy>(table =>
        {
            table.ToTable("approval_copies");
            table.HasKey(copy => new { copy.RequestId, copy.UserId });
            table.HasIndex(copy => copy.UserId);
        });
        model.Entity<ApprovalDocument>(table =>
        {
            table.ToTable("approval_documents");
            table.HasIndex(document => document.RequestId);
        });
        model.Entity<StepUndo>(table =>
        {
            table.ToTable("step_undos");
            table.HasIndex(step => step.InstanceId);
        });
        model.Entity<MatrixVersion>(table =>
        {
            table.ToTable("approval_matrices");
            table.Property(version => version.Matrix).HasConversion(matrix => JsonSerializer.Serialize(matrix, Json.Options),
                stored => JsonSerializer.Deserialize<ApprovalMatrix>(stored, Json.Options)!);
        });
    }
}

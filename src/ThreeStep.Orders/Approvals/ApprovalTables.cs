using System.Text.Json;
using Microsoft.EntityFrameworkCore;
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
    }
}

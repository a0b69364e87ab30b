using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Tasks;

/// <summary>Tasks in the database, with the indexes that serve their lists.</summary>
public static class TaskTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<WorkTask> Tasks => database.Set<WorkTask>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<WorkTask>(table =>
        {
            table.ToTable("tasks");
            table.HasIndex(task => new { task.AssigneeId, task.Status, task.DueAt });
            table.Property(task => task.Counted).HasConversion(counted => counted!.Question, stored => WorkingTime.Read(stored));
            table.HasIndex(task => task.DealId);
            table.HasIndex(task => task.AccountId);
            table.HasIndex(task => task.InstanceId);
        });
    }
}

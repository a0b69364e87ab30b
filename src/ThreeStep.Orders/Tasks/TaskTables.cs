using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using ThreeStep.Orders.Forms;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

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
            table.Property(task => task.Form).HasConversion(form => JsonSerializer.Serialize(form, Json.Options),
                stored => JsonSerializer.Deserialize<List<TaskField>>(stored, Json.Options)!, new ValueComparer<IReadOnlyList<TaskField>>(
                    (one, other) => one == other, form => form.Count, form => form));
            // Answers are given once, as a whole; nothing is changed in them.
            table.Property(task => task.Answers).HasConversion(answers => Json.Write(answers), stored => (JsonObject)Json.Parse(stored)!,
                new ValueComparer<JsonObject>((one, other) => one == other, answers => answers.Count, answers => answers));
            table.HasIndex(task => task.DealId);
            table.HasIndex(task => task.AccountId);
            table.HasIndex(task => task.InstanceId);
        });
    }
}

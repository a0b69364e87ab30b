using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Orders.Clocks;

/// <summary>Clocks and their pauses in the database, with the indexes that serve their lists.</summary>
public static class ClockTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<SlaClock> Clocks => database.Set<SlaClock>();
        public DbSet<ClockPause> ClockPauses => database.Set<ClockPause>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<SlaClock>(table =>
        {
            table.ToTable("clocks");
            table.Ignore(clock => clock.Warning);
            table.Property(clock => clock.Counted).HasConversion(counted => counted.Question, stored => WorkingTime.Read(stored));
            table.HasIndex(clock => clock.CaseId);
            table.HasIndex(clock => clock.DealId);
            table.HasIndex(clock => clock.InstanceId).HasFilter("instance_id IS NOT NULL");
            table.HasIndex(clock => clock.DueAt).HasFilter("ended_at IS NULL");
            table.HasIndex(clock => new { clock.DefinitionId, clock.ActivityId });
        });
        model.Entity<ClockPause>(table =>
        {
            table.ToTable("clock_pauses");
            table.HasIndex(pause => pause.ClockId);
            table.HasIndex(pause => pause.CaseId);
            table.HasIndex(pause => pause.DealId);
        });
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Figures;

/// <summary>Stays and what they come to in the database, with the indexes that serve their lists.</summary>
public static class FigureTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<StepStay> StepStays => database.Set<StepStay>();
        public DbSet<StepFigure> StepFigures => database.Set<StepFigure>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<StepStay>(table =>
        {
            table.ToTable("step_stays");
            table.Property(stay => stay.Ended).HasConversion<int>();
            table.HasKey(stay => new { stay.InstanceId, stay.Execution });
            table.HasIndex(stay => new { stay.DefinitionId, stay.StepId, stay.LeftAt });
        });
        model.Entity<StepFigure>(table =>
        {
            table.ToTable("step_figures");
            table.Property(figure => figure.Ended).HasConversion<int>();
            table.HasKey(figure =>
                new { figure.DefinitionId, figure.StepId, figure.Ended, figure.Outcome, figure.Bucket, figure.Version, figure.Day });
        });
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Interactions;

/// <summary>Touches with customers in the database, with the indexes that serve their lists.</summary>
public static class InteractionTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<Interaction> Interactions => database.Set<Interaction>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<Interaction>(table =>
        {
            table.ToTable("interactions");
            table.HasIndex(interaction => new { interaction.AccountId, interaction.At });
            table.HasIndex(interaction => new { interaction.DealId, interaction.At });
        });
    }
}

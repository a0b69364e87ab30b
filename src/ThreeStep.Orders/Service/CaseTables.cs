using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Service;

/// <summary>Cases in the database, with the indexes that serve their lists.</summary>
public static class CaseTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<ServiceCase> Cases => database.Set<ServiceCase>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<ServiceCase>(table =>
        {
            table.ToTable("cases");
            table.HasIndex(item => new { item.Status, item.OwnerId });
            table.HasIndex(item => item.AccountId);
        });
    }
}

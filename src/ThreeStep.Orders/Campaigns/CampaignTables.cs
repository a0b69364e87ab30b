using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Campaigns;

/// <summary>Campaigns and leads in the database, with the indexes that serve their lists.</summary>
public static class CampaignTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<Campaign> Campaigns => database.Set<Campaign>();
        public DbSet<Lead> Leads => database.Set<Lead>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<Campaign>().ToTable("campaigns");
        model.Entity<Lead>(table =>
        {
            table.ToTable("leads");
            table.HasIndex(lead => new { lead.Status, lead.OwnerId });
            table.HasIndex(lead => lead.AccountId);
        });
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Deals;

/// <summary>Deals, products and deliveries in the database, with the indexes that serve their lists.</summary>
public static class DealTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<Deal> Deals => database.Set<Deal>();
        public DbSet<Product> Products => database.Set<Product>();
        public DbSet<Delivery> Deliveries => database.Set<Delivery>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<Deal>(table =>
        {
            table.ToTable("deals");
            table.Ignore(deal => deal.Terms).Ignore(deal => deal.Approved);
            table.HasIndex(deal => new { deal.OwnerId, deal.Stage });
            table.HasIndex(deal => deal.AccountId);
            table.HasIndex(deal => new { deal.Stage, deal.Amount });
        });
        model.Entity<Product>().ToTable("products").Ignore(product => product.Line);
        model.Entity<Delivery>(table =>
        {
            table.ToTable("deliveries");
            table.HasIndex(delivery => delivery.DealId);
            table.HasIndex(delivery => delivery.AccountId);
        });
    }
}

using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Accounts;

/// <summary>Customers and their people in the database, with the indexes that serve their lists.</summary>
public static class AccountTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<Account> Accounts => database.Set<Account>();
        public DbSet<Contact> Contacts => database.Set<Contact>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<Account>(table =>
        {
            table.ToTable("accounts");
            // Everything the list of customers filters, searches and sorts by: it is read from the index alone, then the page's rows by their ids.
            table.HasIndex(account => new { account.Name, account.Id, account.OwnerId, account.Tier, account.Sector, account.SearchText })
                .HasDatabaseName("IX_accounts_list");
            table.HasIndex(account => account.OwnerId);
            table.HasIndex(account => account.MatchKey);
        });
        model.Entity<Contact>(table =>
        {
            table.ToTable("contacts");
            table.HasIndex(contact => contact.AccountId);
        });
    }
}

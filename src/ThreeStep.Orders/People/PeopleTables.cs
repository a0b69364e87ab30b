using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.People;

/// <summary>People, the company, how they sign in, and the audit log in the database, with the indexes that serve their lists.</summary>
public static class PeopleTables
{
    extension(ProcessDatabase database)
    {
        public DbSet<Company> Companies => database.Set<Company>();
        public DbSet<User> Users => database.Set<User>();
        public DbSet<Team> Teams => database.Set<Team>();
        public DbSet<Leave> Leaves => database.Set<Leave>();
        public DbSet<Presence> Presences => database.Set<Presence>();
        public DbSet<Credential> Credentials => database.Set<Credential>();
        public DbSet<ApiKeyRow> ApiKeys => database.Set<ApiKeyRow>();
        public DbSet<WorkflowAccessRow> WorkflowAccesses => database.Set<WorkflowAccessRow>();
    }

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<Company>(table =>
        {
            table.ToTable("companies");
            table.Property(company => company.MailLinkDays).HasDefaultValue(Company.UsualMailLinkDays);
            table.PrimitiveCollection(company => company.SecondFactorRoles).ElementType().HasConversion<string>();
        });
        model.Entity<User>(table =>
        {
            table.ToTable("users");
            table.HasIndex(user => user.ManagerId);
            table.HasIndex(user => user.Email);
        });
        model.Entity<Team>().ToTable("teams");
        model.Entity<Leave>(table =>
        {
            table.ToTable("leaves");
            table.Property(leave => leave.SubstituteIds).HasConversion(
                ids => JsonSerializer.Serialize(ids, Json.Options),
                stored => JsonSerializer.Deserialize<Dictionary<WorkKind, string>>(stored, Json.Options)!);
            table.HasIndex(leave => leave.UserId);
            table.HasIndex(leave => leave.State);
        });
        model.Entity<Presence>(table =>
        {
            table.ToTable("presences");
            table.HasKey(presence => presence.UserId);
        });
        model.Entity<Credential>(table =>
        {
            table.ToTable("credentials");
            table.HasIndex(row => row.NormalizedUserName).IsUnique();
            table.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
            table.PrimitiveCollection(row => row.RecoveryCodes);
            // A person's addresses stand with the person.
            table.Ignore(row => row.Email).Ignore(row => row.NormalizedEmail).Ignore(row => row.EmailConfirmed).Ignore(row => row.PhoneNumber)
                .Ignore(row => row.PhoneNumberConfirmed).Ignore(row => row.TwoFactorEnabled);
        });
        model.Entity<WorkflowAccessRow>(table =>
        {
            table.ToTable("workflow_accesses");
            table.HasKey(row => row.DefinitionId);
            table.Property(row => row.Access).HasConversion(access => JsonSerializer.Serialize(access, Json.Options),
                stored => JsonSerializer.Deserialize<WorkflowAccess>(stored, Json.Options)!);
        });
        model.Entity<ApiKeyRow>(table =>
        {
            table.ToTable("api_keys");
            table.HasIndex(row => row.Hash).IsUnique();
            table.HasIndex(row => row.UserId);
        });
    }
}

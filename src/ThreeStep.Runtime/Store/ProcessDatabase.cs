using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Store;

/// <summary>
/// The engine's tables, and the place for a product's own: its database derives from this one and adds them. The engine's hot path has statements of
/// its own, see <see cref="EngineSql"/>.
/// </summary>
public class ProcessDatabase(DbContextOptions options) : DbContext(options)
{
    /// <summary>Decimals are stored as so many parts of one, see <see cref="ConfigureConventions"/>.</summary>
    public const decimal StoredUnits = 10_000m;

    public DbSet<InstanceRow> Instances => Set<InstanceRow>();
    public DbSet<BookmarkRow> Bookmarks => Set<BookmarkRow>();
    public DbSet<BurstRow> Bursts => Set<BurstRow>();
    public DbSet<StimulusRow> Stimuli => Set<StimulusRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();
    public DbSet<TriggerRow> Triggers => Set<TriggerRow>();
    public DbSet<SettingRow> Settings => Set<SettingRow>();
    public DbSet<AlterationPlanRow> AlterationPlans => Set<AlterationPlanRow>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();
    public DbSet<NodeRow> Nodes => Set<NodeRow>();
    public DbSet<LeaseRow> Leases => Set<LeaseRow>();
    public DbSet<ArchivedInstanceRow> ArchivedInstances => Set<ArchivedInstanceRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Texts sort and compare by their letters' numbers in both stores, not by the language of a server.
        if (Database.IsNpgsql()) configurationBuilder.Properties<string>().UseCollation("C");
        // SQLite has neither times nor decimals: whole numbers keep their order and lose nothing.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<decimal>().HaveConversion<TenThousandths>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<Message>().HaveConversion<StoredMessage>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        EngineTables(modelBuilder);
        ProductTables(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
    }

    /// <summary>The tables that a product has beside the engine's.</summary>
    protected virtual void ProductTables(ModelBuilder model) { }

    /// <summary>What must be done on a file of an earlier version before its schema is brought up to date.</summary>
    protected internal virtual void BeforeMigration(DbConnection connection) { }

    /// <summary>What must be done to the data after the schema was brought up to date.</summary>
    protected internal virtual void AfterMigration() { }

    /// <summary>What is damaged in the file. A server looks after its files by itself.</summary>
    public IReadOnlyList<string> Damage() => !Database.IsSqlite() ? []
        : Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check").AsEnumerable()
            .Where(line => line != "ok").ToList();

    /// <summary>Tables with rows that point to others which are not there. A server keeps no such row.</summary>
    public IReadOnlyList<string> TablesThatPointNowhere() => !Database.IsSqlite() ? []
        : Database.SqlQueryRaw<string>("SELECT DISTINCT \"table\" AS Value FROM pragma_foreign_key_check").ToList();

    /// <summary>Statements by hand, in the transaction in which the context is.</summary>
    public SqlSession Statements() => new(Database.GetDbConnection(), Database.CurrentTransaction?.GetDbTransaction());

    void EngineTables(ModelBuilder model)
    {
        model.Entity<InstanceRow>(table =>
        {
            table.ToTable("instances");
            // Texts of earlier versions and packed ones lie side by side; SQLite keeps each as what it is.
            if (Database.IsSqlite()) table.Property(row => row.Document).HasColumnType("TEXT");
            // What lists filter by, then what they sort by.
            table.HasIndex(row => new { row.DefinitionId, row.CreatedAt });
            table.HasIndex(row => new { row.DefinitionId, row.SubStatus, row.CreatedAt });
            table.HasIndex(row => new { row.SubStatus, row.CreatedAt });
            table.HasIndex(row => row.DefinitionVersionId);
            table.HasIndex(row => row.CreatedAt);
            table.HasIndex(row => row.UpdatedAt);
            table.HasIndex(row => row.FinishedAt);
            table.HasIndex(row => new { row.Name, row.Id });
            table.HasIndex(row => row.ParentInstanceId).HasFilter("parent_instance_id IS NOT NULL");
            table.HasIndex(row => row.CorrelationId).HasFilter("correlation_id IS NOT NULL");
            table.HasIndex(row => row.IncidentCount).HasFilter("incident_count > 0");
        });
        model.Entity<BookmarkRow>(table =>
        {
            table.ToTable("bookmarks");
            table.HasIndex(row => new { row.Hash, row.CorrelationId });
            table.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
            table.HasIndex(row => row.InstanceId);
        });
        model.Entity<BurstRow>(table =>
        {
            table.ToTable("bursts");
            table.HasKey(row => new { row.InstanceId, row.Sequence });
        });
        model.Entity<StimulusRow>(table =>
        {
            table.ToTable("stimuli");
            table.HasIndex(row => row.FailedAt).HasFilter("failed_at IS NOT NULL");
        });
        model.Entity<OutboxRow>(table =>
        {
            table.ToTable("outbox");
            table.HasIndex(row => row.Key).IsUnique();
            table.HasIndex(row => row.CreatedAt).HasFilter("delivered_at IS NULL");
        });
        model.Entity<DefinitionRow>(table =>
        {
            table.ToTable("definitions");
            table.HasIndex(row => new { row.DefinitionId, row.Version }).IsUnique();
        });
        model.Entity<TriggerRow>(table =>
        {
            table.ToTable("triggers");
            table.HasIndex(row => row.Hash);
            table.HasIndex(row => row.DueAt).HasFilter("due_at IS NOT NULL");
        });
        model.Entity<AlterationPlanRow>().ToTable("alteration_plans");
        model.Entity<ArchivedInstanceRow>(table =>
        {
            table.ToTable("archived_instances");
            table.HasIndex(row => new { row.DefinitionId, row.CreatedAt });
        });
        model.Entity<AuditRow>(table =>
        {
            table.ToTable("audit");
            table.HasIndex(row => row.At);
            table.HasIndex(row => row.Subject);
        });
        model.Entity<NodeRow>().ToTable("nodes");
        model.Entity<LeaseRow>(table =>
        {
            table.ToTable("leases");
            table.HasKey(row => row.Name);
        });
        model.Entity<SettingRow>(table =>
        {
            table.ToTable("settings");
            table.HasKey(row => row.Key);
        });
    }

    static string SnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }

    sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(time => time.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    sealed class TenThousandths() : ValueConverter<decimal, long>(amount => (long)Math.Round(amount * StoredUnits), stored => stored / StoredUnits);
}

using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Runtime.Store;

/// <summary>The schema, its migrations and all domain queries. The engine's hot path has statements of its own, see <see cref="EngineSql"/>.</summary>
public sealed class ProcessDatabase(DbContextOptions<ProcessDatabase> options) : DbContext(options)
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

    public DbSet<Credential> Credentials => Set<Credential>();
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<Company> Companies => Set<Company>();
    public DbSet<User> Users => Set<User>();
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Interaction> Interactions => Set<Interaction>();
    public DbSet<Campaign> Campaigns => Set<Campaign>();
    public DbSet<Lead> Leads => Set<Lead>();
    public DbSet<Deal> Deals => Set<Deal>();
    public DbSet<Product> Products => Set<Product>();
    public DbSet<Delivery> Deliveries => Set<Delivery>();
    public DbSet<ApprovalRequest> Approvals => Set<ApprovalRequest>();
    public DbSet<ApprovalStep> ApprovalSteps => Set<ApprovalStep>();
    public DbSet<ServiceCase> Cases => Set<ServiceCase>();
    public DbSet<WorkTask> Tasks => Set<WorkTask>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has neither times nor decimals: whole numbers keep their order and lose nothing.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<decimal>().HaveConversion<TenThousandths>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        EngineTables(modelBuilder);
        SignInTables(modelBuilder);
        DomainTables(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties()) property.SetColumnName(SnakeCase(property.Name));
    }

    static void EngineTables(ModelBuilder model)
    {
        model.Entity<InstanceRow>(table =>
        {
            table.ToTable("instances");
            table.HasIndex(row => new { row.DefinitionId, row.CreatedAt });
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
        model.Entity<StimulusRow>().ToTable("stimuli");
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
        model.Entity<SettingRow>(table =>
        {
            table.ToTable("settings");
            table.HasKey(row => row.Key);
        });
    }

    static void SignInTables(ModelBuilder model)
    {
        model.Entity<Credential>(table =>
        {
            table.ToTable("credentials");
            table.HasIndex(row => row.NormalizedUserName).IsUnique();
            table.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
            // A person's addresses stand with the person.
            table.Ignore(row => row.Email).Ignore(row => row.NormalizedEmail).Ignore(row => row.EmailConfirmed).Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed).Ignore(row => row.TwoFactorEnabled);
        });
        model.Entity<ApiKeyRow>(table =>
        {
            table.ToTable("api_keys");
            table.HasIndex(row => row.Hash).IsUnique();
            table.HasIndex(row => row.UserId);
        });
        model.Entity<AuditRow>(table =>
        {
            table.ToTable("audit");
            table.HasIndex(row => row.At);
        });
    }

    static void DomainTables(ModelBuilder model)
    {
        model.Entity<Company>().ToTable("companies");
        model.Entity<Team>().ToTable("teams");
        model.Entity<User>(table =>
        {
            table.ToTable("users");
            table.HasIndex(user => user.ManagerId);
            table.HasIndex(user => user.Email);
        });
        model.Entity<Account>(table =>
        {
            table.ToTable("accounts");
            // Everything the list of customers filters, searches and sorts by: it is read from the index alone, then the page's rows by their ids.
            table.HasIndex(account => new { account.Name, account.Id, account.OwnerId, account.Tier, account.Sector, account.SearchText }).HasDatabaseName("IX_accounts_list");
            table.HasIndex(account => account.OwnerId);
        });
        model.Entity<Contact>(table =>
        {
            table.ToTable("contacts");
            table.HasIndex(contact => contact.AccountId);
        });
        model.Entity<Interaction>(table =>
        {
            table.ToTable("interactions");
            table.HasIndex(interaction => new { interaction.AccountId, interaction.At });
            table.HasIndex(interaction => new { interaction.DealId, interaction.At });
        });
        model.Entity<Campaign>().ToTable("campaigns");
        model.Entity<Lead>(table =>
        {
            table.ToTable("leads");
            table.HasIndex(lead => new { lead.Status, lead.OwnerId });
            table.HasIndex(lead => lead.AccountId);
        });
        model.Entity<Deal>(table =>
        {
            table.ToTable("deals");
            table.HasIndex(deal => new { deal.OwnerId, deal.Stage });
            table.HasIndex(deal => deal.AccountId);
            table.HasIndex(deal => new { deal.Stage, deal.Amount });
        });
        model.Entity<Product>().ToTable("products");
        model.Entity<Delivery>(table =>
        {
            table.ToTable("deliveries");
            table.HasIndex(delivery => delivery.DealId);
            table.HasIndex(delivery => delivery.AccountId);
        });
        model.Entity<ApprovalRequest>(table =>
        {
            table.ToTable("approvals");
            table.HasMany(request => request.Steps).WithOne().HasForeignKey(step => step.RequestId);
            table.HasIndex(request => new { request.Status, request.CreatedAt });
            table.HasIndex(request => request.DealId);
            table.HasIndex(request => request.AccountId);
        });
        model.Entity<ApprovalStep>(table =>
        {
            table.ToTable("approval_steps");
            table.HasIndex(step => step.ApproverId);
        });
        model.Entity<ServiceCase>(table =>
        {
            table.ToTable("cases");
            table.HasIndex(item => new { item.Status, item.OwnerId });
            table.HasIndex(item => item.AccountId);
        });
        model.Entity<WorkTask>(table =>
        {
            table.ToTable("tasks");
            table.HasIndex(task => new { task.AssigneeId, task.Status, task.DueAt });
            table.HasIndex(task => task.DealId);
            table.HasIndex(task => task.AccountId);
            table.HasIndex(task => task.InstanceId);
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

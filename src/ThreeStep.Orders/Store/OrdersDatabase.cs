using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Fields;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.Files;
using ThreeStep.Orders.Interactions;
using ThreeStep.Orders.Moves;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Publishing;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Replays;
using ThreeStep.Orders.Reviews;
using ThreeStep.Orders.Service;
using ThreeStep.Orders.Shelves;
using ThreeStep.Orders.Tasks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Store;

/// <summary>The engine's tables and those of every feature; its migrations stand beside it.</summary>
public class OrdersDatabase : ProcessDatabase, IBurstHistory, INameIndex
{
    public OrdersDatabase(DbContextOptions<OrdersDatabase> options) : base(options) { }

    private protected OrdersDatabase(DbContextOptions options) : base(options) { }

    /// <summary>The database file of the product. Nothing is opened yet.</summary>
    public static SqliteStore File(string path) => SqliteStore.Of<OrdersDatabase>(path, options => new OrdersDatabase(options));

    protected override void ProductTables(ModelBuilder model)
    {
        PeopleTables.Configure(model);
        ClockTables.Configure(model);
        TaskTables.Configure(model);
        FileTables.Configure(model);
        ApprovalTables.Configure(model);
        AccountTables.Configure(model);
        DealTables.Configure(model);
        CampaignTables.Configure(model);
        CaseTables.Configure(model);
        InteractionTables.Configure(model);
        NoticeTables.Configure(model);
        CalendarTables.Configure(model);
        MessageTables.Configure(model);
        ChannelTables.Configure(model);
        PublishingTables.Configure(model);
        ReplayTables.Configure(model);
        MoveTables.Configure(model);
        FigureTables.Configure(model);
        PlaceTables.Configure(model);
        ReviewTables.Configure(model);
        LikePattern.Configure(model, Database);
    }

    /// <summary>The product in a database of PostgreSQL. Nothing is opened yet.</summary>
    /// <param name="folder">Where files lie that belong to it.</param>
    /// <exception cref="ArgumentException">It is no connection string.</exception>
    public static PostgresStore Server(string connectionString, string folder) =>
        PostgresStore.Of<PostgresOrdersDatabase>(connectionString, folder, options => new PostgresOrdersDatabase(options));

    BurstOrder IBurstHistory.BurstOrder => BurstsAreFollowed;
    string INameIndex.SimilarNames => NamesAreFound;

    private protected virtual BurstOrder BurstsAreFollowed => BurstOrder.ByNumber;

    private protected virtual string NamesAreFound =>
        "SELECT account_id AS AccountId, name AS Name FROM account_names WHERE account_names MATCH {0} ORDER BY rank LIMIT 200";

    /// <summary>What was a moment and is a day becomes the day on which it fell at the company: the migration to days calls this.</summary>
    void TellDays() => ((SqliteConnection)Database.GetDbConnection()).CreateFunction("company_day", (long? ticks, string? zone) =>
        ticks is { } time ? DayField.Written(CompanyDays.Of(new DateTimeOffset(time, TimeSpan.Zero), CompanyDays.Zone(zone))) : null);

    /// <summary>The five migrations of before the first release are one: a file that has them has that one.</summary>
    protected override void BeforeMigration(DbConnection connection)
    {
        TellDays();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if (command.ExecuteScalar() is 0L) return;
        command.CommandText = """
            UPDATE __EFMigrationsHistory SET MigrationId = '20261127000000_Initial' WHERE MigrationId = '20261123215421_AccountList';
            DELETE FROM __EFMigrationsHistory WHERE MigrationId < '20261127000000_Initial';
            """;
        command.ExecuteNonQuery();
    }

    /// <summary>Names that were stored before there was a search text, or a key to match them by, get theirs by being set again.</summary>
    protected override void AfterMigration()
    {
        foreach (var account in this.Accounts.Where(account => account.SearchText == "" || account.MatchKey == "").AsTracking())
            account.Name = account.Name;
        SaveChanges();
    }
}

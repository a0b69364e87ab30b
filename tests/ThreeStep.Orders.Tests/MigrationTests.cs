using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Campaigns;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;

namespace ThreeStep.Orders.Tests;

/// <summary>A database of an earlier day is brought up to date, with all that is in it.</summary>
public sealed class MigrationTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("threestep-migration-").FullName;

    /// <summary>The demo company as the last commit with five migrations had made it.</summary>
    string Former()
    {
        var path = Path.Combine(folder, "threestep.db");
        using var packed = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Databases", "before-the-first-release.db.gz")),
            CompressionMode.Decompress);
        using var file = File.Create(path);
        packed.CopyTo(file);
        return path;
    }

    [Fact]
    public void What_was_written_before_the_migrations_became_one_is_all_there()
    {
        var path = Former();
        var before = Counts(path);

        var file = OrdersDatabase.File(path);
        file.Migrate();

        Assert.Equal(before, Counts(path));
        using var database = file.Query();
        Assert.All(database.Deals.ToList(), deal => Assert.NotNull(deal.Name));
        Assert.NotEmpty(database.Approvals.Include(request => request.Steps).Where(request => request.Status == ApprovalStatus.Pending));
        Assert.All(database.Approvals.ToList(), request => Assert.Equal((ApprovalKind.Deal, 0), (request.Kind, request.Facts.Count)));
        Assert.Equal(Company.UsualMissedAfter, database.Companies.Single().MissedAfter);
        Assert.NotEmpty(database.Tasks.Where(task => task.Status == WorkTaskStatus.Open && !task.IsHeld));
        Assert.NotEmpty(AccountSearch.Find(database, database.Accounts, database.Accounts.First().Name));
    }

    [Fact]
    public void A_new_database_has_the_same_schema_as_one_that_was_brought_up()
    {
        var former = Former();
        OrdersDatabase.File(former).Migrate();
        var fresh = Path.Combine(folder, "fresh.db");
        OrdersDatabase.File(fresh).Migrate();

        Assert.Equal(Columns(fresh), Columns(former));
    }

    [Theory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Europe/Berlin")]
    public void What_was_a_moment_is_the_companys_day(string zone)
    {
        var path = Former();
        Rows(path, $"UPDATE companies SET zone = '{zone}'");
        Rows(path, "UPDATE deals SET next_activity_at = 639357120000000000 WHERE id = 'deal-2'");
        var before = Rows(path, "SELECT id, expected_close_at FROM deals ORDER BY id").Select(row => row.Split(' ')).ToList();

        var file = OrdersDatabase.File(path);
        file.Migrate();

        using var database = file.Query();
        var days = database.Deals.ToDictionary(deal => deal.Id, deal => deal.ExpectedCloseAt);
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Assert.NotEmpty(before);
        Assert.All(before, row =>
        {
            var moment = new DateTimeOffset(long.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
            Assert.Equal(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, local).DateTime), days[row[0]]);
        });
        // 16:00 UTC is the midnight that begins the next day in Shanghai, and still the day before in Berlin.
        Assert.Equal(new DateOnly(2027, 1, zone == "Asia/Shanghai" ? 17 : 16), database.Deals.Single(deal => deal.Id == "deal-2").NextActivityAt);
        Assert.Equal(5, database.Campaigns.Single().EndsAt!.Value.DayNumber - database.Campaigns.Single().StartsAt!.Value.DayNumber + 1);
    }

    [Fact]
    public void Customers_of_before_are_found_as_likely_duplicates()
    {
        var file = OrdersDatabase.File(Former());
        file.Migrate();

        using var database = file.Query();
        Assert.All(database.Accounts.ToList(), account => Assert.Equal(CompanyName.KeyOf(account.Name), account.MatchKey));
    }

    static List<string> Rows(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        return rows;
    }

    static List<string> Columns(string path) =>
        Rows(path, "SELECT t.name, c.name, c.type, c.\"notnull\", c.pk FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY 1, 2");

    static List<string> Counts(string path) =>
        new[] { "deals", "accounts", "tasks", "approvals", "instances", "bookmarks", "bursts", "interactions", "leads", "cases", "users" }
            .SelectMany(table => Rows(path, $"SELECT '{table}', COUNT(*) FROM {table}")).ToList();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

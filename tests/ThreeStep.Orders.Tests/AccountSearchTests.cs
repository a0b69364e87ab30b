using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Tests;

public sealed class AccountSearchTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("threestep-search-").FullName;
    readonly ProcessStore store;

    public AccountSearchTests()
    {
        store = OrdersDatabase.File(Path.Combine(folder, "search.db"));
        store.Migrate();
        using var database = store.Query();
        var names = (string[])["青岛华康日化有限公司", "合肥瑞丰物流有限公司", "重庆长江电气", "Northwind Beverages", "Cancity", "100% Paper_Co"];
        database.Accounts.AddRange(names.Select((name, index) => new Account { Id = $"{index}", Name = name }));
        database.SaveChanges();
    }

    [Theory]
    [InlineData("华康", "青岛华康日化有限公司")]
    [InlineData("qdhk", "青岛华康日化有限公司")]
    [InlineData("CQCJ", "重庆长江电气")]
    [InlineData("瑞峰物流", "合肥瑞丰物流有限公司")]
    [InlineData("beverages", "Northwind Beverages")]
    [InlineData("Nortwind", "Northwind Beverages")]
    [InlineData("norhtwind bev", "Northwind Beverages")]
    [InlineData("Cancty", "Cancity")]
    [InlineData("100%", "100% Paper_Co")]
    [InlineData("ＣＡＮＣＩＴＹ", "Cancity")]
    public void A_customer_is_found_by_part_initials_and_with_slips(string text, string name)
    {
        using var database = store.Query();
        Assert.Equal([name], AccountSearch.Find(database, database.Accounts, text).Select(account => account.Name));
    }

    [Theory]
    [InlineData("xyzzy")]
    [InlineData("\" OR *")]
    [InlineData("%%%")]
    public void What_fits_nothing_finds_nothing(string text)
    {
        using var database = store.Query();
        Assert.Empty(AccountSearch.Find(database, database.Accounts, text));
    }

    [Fact]
    public void A_customer_with_a_new_name_is_found_by_that()
    {
        using (var database = store.Query())
        {
            var account = database.Accounts.First(row => row.Name == "Cancity");
            account.Name = "Silverton";
            database.Update(account);
            database.SaveChanges();
        }

        using var later = store.Query();
        Assert.Empty(AccountSearch.Find(later, later.Accounts, "Cancty"));
        Assert.Equal("Silverton", AccountSearch.Find(later, later.Accounts, "Silvertn").Single().Name);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}

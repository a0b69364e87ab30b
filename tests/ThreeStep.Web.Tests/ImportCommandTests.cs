using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Store;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Tests;

public sealed class ImportCommandTests
{
    [Fact]
    public async Task Import_twice_and_a_broken_file()
    {
        await using var server = new ServerProcess();
        var folder = SmallCrm.Write(Path.Combine(server.Data, "crm"));

        var (first, output) = await server.Run("import", folder);
        Assert.True(first == 0, output);
        Assert.Contains("GTX Pro", output, StringComparison.Ordinal);
        var before = Counts(server);
        Assert.Equal((60, 54), (before.Deals, before.Workflows));
        var (second, _) = await server.Run("import", folder);
        Assert.Equal((0, before), (second, Counts(server)));

        File.AppendAllText(Path.Combine(folder, "sales_pipeline.csv"), "D99,Anna Snelling,GTX Pro,Acme,Engaging,not a date,,\n");
        var (broken, message) = await server.Run("import", folder);
        Assert.Equal((1, before), (broken, Counts(server)));
        Assert.Contains("line 62, column 6", message.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    static (int Deals, int Workflows, int Tasks) Counts(ServerProcess server)
    {
        using var database = OrdersDatabase.File(server.DatabasePath).Query();
        return (database.Deals.Count(), database.Instances.Count(row => row.DefinitionId == "big-order"), database.Tasks.Count());
    }
}

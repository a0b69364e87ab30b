using System.Text;

namespace ThreeStep.Web.Tests;

/// <summary>A CRM export of sixty deals, written as files.</summary>
static class SmallCrm
{
    public static string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "accounts.csv"),
            "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,1990,10,100,Japan,\nBluth,medical,1991,3,20,Kenya,Acme\n");
        File.WriteAllText(Path.Combine(folder, "products.csv"),
            "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\nGTK 500,GTK,26768\n");
        File.WriteAllText(Path.Combine(folder, "sales_teams.csv"),
            "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\nCecily Lampkin,Melvin Marxen,West\n");
        var pipeline = new StringBuilder("opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n");
        for (var number = 0; number < 60; number++)
        {
            var (agent, product, account) =
                (number % 2 == 0 ? "Anna Snelling" : "Cecily Lampkin", number % 20 == 0 ? "GTK 500" : number % 3 == 0 ? "GTXPro" : "MG Special",
                number % 4 == 0 ? "" : number % 2 == 0 ? "Acme" : "Bluth");
            pipeline.Append(number % 10 == 9
                ? $"D{number},{agent},{product},{account},Won,2017-10-01,2017-12-01,5000\n"
                : $"D{number},{agent},{product},{account},{(number % 3 == 0 ? "Prospecting," : "Engaging,2017-11-01")},,\n");
        }
        File.WriteAllText(Path.Combine(folder, "sales_pipeline.csv"), pipeline.ToString());
        return folder;
    }

    static readonly Lazy<Task<byte[]>> imported = new(Import);

    /// <summary>The folder of a server that has not started yet gets the database of one that has imported it on 1 January 2018.</summary>
    public static async Task Import(ServerProcess server) => await File.WriteAllBytesAsync(server.DatabasePath, await imported.Value);

    static async Task<byte[]> Import()
    {
        await using var server = new ServerProcess("--start", "2018-01-01", "--clock", "864000x");
        var (exitCode, output) = await server.Run("import", Write(Path.Combine(server.Data, "crm")));
        Assert.True(exitCode == 0, output);
        var copy = Path.Combine(server.Data, "imported.db");
        ThreeStep.Orders.Store.OrdersDatabase.File(server.DatabasePath).CopyTo(copy);
        return await File.ReadAllBytesAsync(copy);
    }
}

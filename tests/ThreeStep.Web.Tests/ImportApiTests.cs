using System.Text;

namespace ThreeStep.Web.Tests;

public sealed class ImportApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    static MultipartFormDataContent Upload(string pipeline)
    {
        var form = new MultipartFormDataContent();
        void Add(string name, string text) => form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "files", name);
        Add("accounts.csv", "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,retail,1990,10,100,Japan,\n");
        Add("products.csv", "product,series,sales_price\nGTX Pro,GTX,4821\n");
        Add("sales_teams.csv", "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\n");
        Add("sales_pipeline.csv", "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n" + pipeline);
        return form;
    }

    [Fact]
    public async Task An_upload_is_taken_whole_or_refused_with_its_line()
    {
        var (refused, problem) =
            await server.Admin.Post("/api/import",
            Upload("X1,Anna Snelling,GTX Pro,Acme,Engaging,2017-01-01,,\nX2,Anna Snelling,GTX Pro,Acme,Engaging,yesterday,,\n"));
        Assert.Equal(400, refused);
        Assert.Contains("line 3, column 6", problem!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(404, (await server.Admin.Get("/api/deals/X1")).Status);

        var (taken, report) = await server.Admin.Post("/api/import", Upload("X1,Anna Snelling,GTXPro,Acme,Engaging,2017-01-01,,\n"));
        Assert.Equal(200, taken);
        Assert.Contains("GTX Pro", report!.ToJsonString(), StringComparison.Ordinal);
        await Calls.Eventually(async () => (await server.Admin.Get("/api/tasks?dealId=X1")).Body!["totalCount"]!.GetValue<int>() > 0,
            "its workflow gives a task");
    }

    [Fact]
    public async Task Only_administrators_import() => Assert.Equal(403, (await server.As("manager").Post("/api/import", Upload(""))).Status);
}

using System.Text;
using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Import;
using ThreeStep.Orders.People;

namespace ThreeStep.Orders.Tests;

public sealed class CrmImportTests : IAsyncLifetime
{
    const string Accounts =
        "account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,technolgy,1990,10.5,100,United States,\nBluth,retail,1991,3,20,Philipines,Acme\n";
    const string Products = "product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n";
    const string Teams = "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\nCecily Lampkin,Dustin Brinkmann,Central\n";
    const string Pipeline = """
        opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
        A1,Anna Snelling,GTXPro,Acme,Engaging,2017-10-20,,
        A2,Cecily Lampkin,MG Special,,Prospecting,,,
        A3,Anna Snelling,GTX Pro,Bluth,Won,2017-10-20,2017-11-20,5000
        A4,Nobody Known,GTX Pro,Acme,Lost,2017-10-20,2017-11-20,0

        """;

    readonly CompanyWorld world = new();

    public Task InitializeAsync() => world.InitializeAsync();
    public Task DisposeAsync() => world.DisposeAsync();

    static Dictionary<string, byte[]> Files(string? pipeline = null, string? accounts = null) => new()
    {
        [CrmFiles.Accounts] = Encoding.UTF8.GetBytes(accounts ?? Accounts),
        [CrmFiles.Products] = Encoding.UTF8.GetBytes(Products),
        [CrmFiles.Teams] = Encoding.UTF8.GetBytes(Teams),
        [CrmFiles.Pipeline] = Encoding.UTF8.GetBytes(pipeline ?? Pipeline),
    };

    async Task<ImportReport> Import(Dictionary<string, byte[]> files)
    {
        var report = await world.Service<CrmImporter>().Import(new CrmFiles(files), Actor.Server);
        await world.Pass(TimeSpan.Zero);
        return report;
    }

    [Fact]
    public async Task Every_open_deal_gets_a_workflow_at_the_step_its_stage_says()
    {
        await Import(Files());

        Assert.Equal(["big-order-A1", "big-order-A2"], world.Instances("big-order").Select(row => row.Id).Order());
        Assert.Contains(world.OpenTitles("anna-snelling"), title => title.Contains("拜访客户决策者"));
        Assert.Contains(world.OpenTitles("cecily-lampkin"), title => title.Contains("约访"));
        Assert.Equal(0, world.Incidents());
    }

    [Fact]
    public async Task What_does_not_keep_the_rules_of_its_field_is_mended_or_left_out_and_told()
    {
        var endless = new string('长', 3_000);
        var accounts = "account,sector,year_established,revenue,employees,office_location,subsidiary_of\n"
            + $"{endless},retail,1990,-1,-5,China,\nBl\u200buth,retail,1991,3,20,China,\n";
        var pipeline = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
            + $"A1,Anna Snelling,GTX Pro,{endless},Engaging,0001-01-01,,\n"
            + "A2,Anna Snelling,GTX Pro,Bl\u200buth,Engaging,2017-10-20,,\n";

        var report = await Import(Files(pipeline, accounts));

        var customers = world.Read(database => database.Accounts.Where(account => account.Id != "account").ToList());
        Assert.Equal([200, 5], customers.Select(account => account.Name.Length).OrderDescending());
        Assert.All(customers.Where(account => account.Name.Length == 200),
            account => Assert.Equal((null, null), (account.Revenue, account.Employees)));
        var dealt = world.Read(database => database.Deals.Select(deal => deal.AccountId!).ToList());
        Assert.Equal(customers.Select(account => account.Id).Order(), dealt.Order());
        Assert.Null(world.DealOf("A1").EngagedAt);
        Assert.Contains(report.Findings, finding => finding is { Line: 2, Action: "kept without revenue" });
        Assert.Contains(report.Findings, finding => finding is { Line: 2, Action: "kept without engage_date" });
        Assert.Contains(report.Findings, finding => finding is { Line: 3, Action: "taken as 'Bluth'" });
    }

    [Fact]
    public async Task What_does_not_match_is_mended_or_kept_and_always_told()
    {
        var report = await Import(Files());

        var told = report.Summary().Select(line => line.ToString()).ToList();
        Assert.Contains(report.Findings, finding => finding is { Value: "GTXPro", Action: "taken as 'GTX Pro'", Line: 2 });
        Assert.Contains(report.Findings, finding => finding is { Value: "technolgy", Action: "taken as 'technology'" });
        Assert.Contains(report.Findings, finding => finding is { Value: "Philipines", Action: "taken as 'Philippines'" });
        Assert.Contains(report.Findings, finding => finding is { What: "deal without an account", Value: "A2" });
        Assert.Contains(report.Findings, finding => finding is { What: "sales agent not in the teams", Value: "Nobody Known" });
        Assert.NotEmpty(told);
        Assert.Equal("acme", world.Read(database => database.Accounts.Find("bluth")!.ParentAccountId));
        Assert.Equal(5_000m, world.Read(database => database.Deals.Find("A3")!.Amount));
    }

    [Fact]
    public async Task A_second_time_changes_nothing()
    {
        await Import(Files());
        var before = (world.Read(database => database.Deals.Count()), world.Read(database => database.Instances.Count()), world.Tasks().Count);

        var report = await Import(Files());

        Assert.Equal(before,
            (world.Read(database => database.Deals.Count()), world.Read(database => database.Instances.Count()), world.Tasks().Count));
        Assert.All(report.Counts, count => Assert.Equal((0, 0), (count.Added, count.Changed)));
    }

    [Fact]
    public async Task A_deal_that_was_closed_in_the_other_system_closes_here()
    {
        await Import(Files());

        await Import(Files(Pipeline.Replace("Engaging,2017-10-20,,", "Lost,2017-10-20,2017-12-01,0", StringComparison.Ordinal)));

        Assert.Equal(Stage.Lost, world.StageOf("A1"));
        Assert.Equal("Finished", world.Instances("big-order").Single(row => row.Id == "big-order-A1").Status);
    }

    [Fact]
    public async Task An_export_that_says_Won_is_no_way_round_an_approval_that_is_missing_here()
    {
        await Import(Files());
        await world.Do("admin", change => ChangeDeal.Apply(change, "A1", new DealInput { DiscountPercent = 45 }));
        var won = Files(Pipeline.Replace("Engaging,2017-10-20,,", "Won,2017-10-20,2017-12-01,4821", StringComparison.Ordinal));

        var report = await Import(won);

        Assert.Equal(Stage.Engaging, world.StageOf("A1"));
        Assert.Contains(report.Findings, finding => finding.Value == "A1"
            && finding.Action.StartsWith("kept open: The terms are not approved", StringComparison.Ordinal));
        await world.Do("admin", change => ChangeDeal.Apply(change, "A1", new DealInput { DiscountPercent = 5 }));
        await Import(won);
        Assert.Equal((Stage.Won, "anna-snelling"), (world.StageOf("A1"), world.DealOf("A1").ApprovedById));
    }

    [Theory]
    [InlineData("A1,Anna Snelling,GTXPro,Acme,Engaging,2017-10-20,,", "A1,Anna Snelling,GTXPro,Acme,Engaging,20.10.2017,,", 2, 6)]
    [InlineData("A3,Anna Snelling,GTX Pro,Bluth,Won,2017-10-20,2017-11-20,5000", "A3,Anna Snelling,GTX Pro,Bluth,Won,2017-10-20,2017-11-20,much", 4,
        8)]
    [InlineData("A3,Anna Snelling,GTX Pro,Bluth,Won,2017-10-20,2017-11-20,5000", "A3,Anna Snelling,GTX Pro,Bluth,Won,2017-10-20,2017-11-20,1e20", 4,
        8)]
    [InlineData("A2,Cecily Lampkin,MG Special,,Prospecting,,,", "A2,Cecily Lampkin,MG Special,,Dreaming,,,", 3, 5)]
    [InlineData("A2,Cecily Lampkin,MG Special,,Prospecting,,,", "A2,Cecily Lampkin,MG Special", 3, 3)]
    [InlineData("deal_stage", "stage", 1, 8)]
    [InlineData("A2,Cecily", "A1,Cecily", 3, 1)]
    public async Task A_broken_file_is_refused_with_line_and_column_and_nothing_is_kept(string good, string bad, int line, int column)
    {
        var error = await Assert.ThrowsAsync<CrmFormatException>(() => Import(Files(Pipeline.Replace(good, bad, StringComparison.Ordinal))));

        Assert.Equal((CrmFiles.Pipeline, line, column), (error.File, error.Line, error.Column));
        Assert.Equal(0, world.Read(database => database.Deals.Count()));
        Assert.Equal(0, world.Read(database => database.Products.Count()));
    }

    [Fact]
    public async Task A_wrong_encoding_is_refused_where_it_begins()
    {
        var files = Files();
        files[CrmFiles.Accounts] =
            [.. Encoding.UTF8.GetBytes("account,sector,year_established,revenue,employees,office_location,subsidiary_of\nAcme,"), 0xB4, 0xF3, 0xB6];

        var error = await Assert.ThrowsAsync<CrmFormatException>(() => Import(files));

        Assert.Equal((2, 2), (error.Line, error.Column));
        Assert.Equal(1, world.Read(database => database.Accounts.Count()));
    }
}

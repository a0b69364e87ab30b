using Microsoft.Playwright;
using ThreeStep.Orders.Accounts;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>What somebody types into the pages, and what was typed before there were rules.</summary>
public sealed class InputJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_customer_who_is_there_already_is_shown_and_used(Screen screen)
    {
        var name = $"重复客户{screen}";
        var (_, known) = await server.As("rep").Post("/api/accounts", new { name = $"{name}有限公司" });
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, "/accounts");

        await rep.Click("新建客户", "New customer");
        await rep.Page.FillAsync("#new-name", name);
        await rep.Click("保存", "Save");
        await rep.AssertClean("likely-duplicate");
        await rep.Click("就用这个", "Use this one");

        await Expect(rep.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync($"{name}有限公司");
        Assert.EndsWith($"/accounts/{known!["id"]}", rep.Page.Url, StringComparison.Ordinal);
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_name_of_three_thousand_characters_leaves_the_other_columns_their_room(Screen screen)
    {
        await server.Runtime.Record(transaction =>
        {
            if (transaction.Database.Accounts.Find("endless") is not null) return;
            var name = "Endless" + new string('x', 3_000);
            transaction.Database.Add(new Account { Id = "endless", Name = name, Sector = new string('长', 3_000), OwnerId = "rep" });
        });
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, "/accounts?q=Endless");

        await Expect(rep.Page.Locator("a[href='/accounts/endless']")).ToBeVisibleAsync();
        var row = rep.Page.Locator("tr").Filter(new() { Has = rep.Page.Locator("a[href='/accounts/endless']") });
        Assert.True((await row.BoundingBoxAsync())!.Height < 300);
        foreach (var cell in await row.Locator("td:visible").AllAsync()) Assert.True((await cell.BoundingBoxAsync())!.Width > 60);
        await rep.AssertClean("endless-name");
    }

    [BrowserFact]
    public async Task An_answer_to_a_search_does_not_take_back_who_has_clicked_on()
    {
        var (_, found) = await server.As("rep").Post("/api/accounts", new { name = "远方客户 Far away" });
        await using var rep = await WorkPages.Open(chromium, server, "rep", Screen.Desk, "/accounts?q=Far");
        // The line is slow: the answer is on its way until it is let through.
        await rep.Page.EvaluateAsync("""
            () => {
              const show = window.showFiltered;
              window.answer = new Promise((come) => window.showFiltered = (...filter) => come(() => show(...filter)));
            }
            """);

        await rep.Page.FillAsync("#search", "Far away");
        await rep.Page.EvaluateAsync("async () => { window.letThrough = await window.answer; }");
        await rep.Page.Locator($"a[href='/accounts/{found!["id"]}']").ClickAsync();
        await Expect(rep.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("远方客户 Far away");
        await rep.Page.EvaluateAsync("() => window.letThrough()");

        await rep.Click("记录往来", "Record");
        await rep.Fill("一句话说明", "In a sentence", "还在这里");
        Assert.EndsWith($"/accounts/{found["id"]}", rep.Page.Url, StringComparison.Ordinal);
    }
}

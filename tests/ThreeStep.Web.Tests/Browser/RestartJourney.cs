using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>Pages that are open while the server dies and is started again.</summary>
public sealed class RestartJourney(Chromium chromium) : IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task An_open_page_comes_back_by_itself_but_what_was_begun_stays()
    {
        await using var server = new ServerProcess();
        await server.Start();
        var password = (await server.Client.Post("/api/users/admin/password")).Body!["password"]!.ToString();
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "zh-CN" });
        var reading = await Open(context, server);
        await reading.FillAsync("#name", "admin");
        await reading.FillAsync("#password", password);
        await reading.ClickAsync("button.primary");
        await Expect(reading.Locator("#main[data-connected]")).ToBeVisibleAsync();
        var writing = await Open(context, server);
        await Expect(writing.Locator("#main[data-connected]")).ToBeVisibleAsync();
        await writing.Locator("#main input:visible").First.FillAsync("begun");
        foreach (var page in (IPage[])[reading, writing]) await page.EvaluateAsync("() => { window.isOld = true; }");

        await server.Restart();

        await reading.WaitForFunctionAsync("() => !window.isOld && document.querySelector('#main[data-connected]') !== null");
        await Expect(writing.GetByText("无法连接服务器").First).ToBeVisibleAsync();
        Assert.True(await writing.EvaluateAsync<bool>("() => window.isOld === true"));
        await Expect(writing.Locator("#main input:visible").First).ToHaveValueAsync("begun");
    }

    static async Task<IPage> Open(IBrowserContext context, ServerProcess server)
    {
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        await page.GotoAsync(new Uri(server.Client.BaseAddress!, "/accounts").ToString());
        return page;
    }
}

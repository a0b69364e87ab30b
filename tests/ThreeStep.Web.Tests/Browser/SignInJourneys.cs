using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using OtpNet;
using ThreeStep.Orders.People;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>Somebody sets their second factor up and lives with it.</summary>
public sealed class SignInJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    static readonly string[] Serious = ["serious", "critical"];

    public static TheoryData<Screen> Screens => [Screen.Desk, Screen.Phone with { Language = "en" }];

    [BrowserTheory, MemberData(nameof(Screens))]
    public async Task A_code_after_the_password_and_a_recovery_code_when_the_phone_is_lost(Screen screen)
    {
        var id = $"factor-{screen}";
        await server.Admin.Post("/api/users", new { id, name = "李娜 Li Na", role = "Rep", language = screen.Language });
        var password = (await server.Admin.Post($"/api/users/{id}/password")).Body!["password"]!.ToString();
        await using var pages = await WorkPages.OpenLink(chromium, server, screen, new Uri($"{server.Address}/sign-in?returnUrl=%2Fprofile"));
        var page = pages.Page;
        await SignIn(pages, id, password);
        await pages.IsConnected();
        await pages.AssertClean("profile-without-factor");

        await pages.Link("开启", "Turn it on").ClickAsync();
        await Expect(page.Locator("img.qr")).ToBeVisibleAsync();
        await page.Locator(".set-up summary").ClickAsync();
        var key = await page.Locator("#second-factor-key").InnerTextAsync();
        var app = new Totp(Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal)));
        await page.FillAsync("#present", password);
        await page.FillAsync("#new-code", "000000");
        await page.ClickAsync("form.card button.primary");
        await Expect(page.Locator("#refusal")).ToBeVisibleAsync();
        await Check(pages, "second-factor");
        // The picture is still the same: the app has it already.
        await page.FillAsync("#present", password);
        await page.FillAsync("#new-code", app.ComputeTotp());
        await page.ClickAsync("form.card button.primary");
        var codes = (await page.Locator("#recovery-codes").InnerTextAsync()).Split('\n');
        Assert.Equal(10, codes.Length);
        await pages.Click("复制", "Copy");
        await Expect(pages.Button("已复制", "Copied")).ToBeVisibleAsync();
        await Check(pages, "recovery-codes");
        await pages.Link("已保存，继续", "I have kept them: go on").ClickAsync();
        await pages.IsConnected();
        await Expect(page.Locator(".tag.green")).ToHaveTextAsync(pages.Say("已开启", "on"));
        await pages.AssertClean("profile-with-factor");

        await SignOut(pages);
        await SignIn(pages, id, password);
        await Expect(page.Locator("h1")).ToHaveTextAsync(pages.Say("输入验证码", "Enter the code"));
        await Check(pages, "sign-in-code");
        // A test is quicker than the next code.
        await server.Runtime.Record(transaction => { transaction.Database.Credentials.Find(id)!.SecondFactorStep = null; });
        await page.FillAsync("#code", app.ComputeTotp());
        await page.ClickAsync("button.primary");
        await pages.IsConnected();

        await SignOut(pages);
        await SignIn(pages, id, password);
        await page.Locator("summary").ClickAsync();
        await page.FillAsync("#recovery", codes[7]);
        await page.ClickAsync("button.primary");
        await pages.IsConnected();
        await pages.Go("/profile");
        await Expect(page.GetByText(pages.Say("剩余恢复码 9 个", "recovery codes left: 9"))).ToBeVisibleAsync();
        await pages.Link("更改两步验证", "Change the second factor").ClickAsync();
        await Expect(page.Locator("#present")).ToBeVisibleAsync();
        await Check(pages, "second-factor-on");
    }

    [BrowserTheory, MemberData(nameof(Screens))]
    public async Task Whose_role_must_have_one_sets_it_up_on_the_way_in_and_an_administrator_takes_a_lost_one_away(Screen screen)
    {
        var (id, role) = screen.IsPhone ? ("service", "Service") : ("marketing", "Marketing");
        await using var admin = await WorkPages.Open(chromium, server, "admin", screen, "/settings");
        await admin.Page.CheckAsync($"#factor-{role}");
        await admin.Page.Locator("form.card button.primary").First.ClickAsync();
        await admin.Sees(admin.Say("已保存", "Saved."));
        await admin.AssertClean("settings-second-factor");

        await using var person = await WorkPages.OpenLink(chromium, server, screen, new Uri($"{server.Address}/sign-in"));
        await SignIn(person, id, RunningServer.Password);
        await Expect(person.Page.Locator("img.qr")).ToBeVisibleAsync();
        await Check(person, "sign-in-set-up");
        await person.Page.Locator(".set-up summary").ClickAsync();
        var key = await person.Page.Locator("#second-factor-key").InnerTextAsync();
        await person.Page.FillAsync("#code",
            new Totp(Base32Encoding.ToBytes(key.Replace(" ", "", StringComparison.Ordinal))).ComputeTotp());
        await person.Page.ClickAsync("button.primary");
        await Expect(person.Page.Locator("#recovery-codes")).ToBeVisibleAsync();
        await Check(person, "sign-in-recovery-codes");
        await person.Page.ClickAsync("a.company");
        await person.IsConnected();

        await admin.Go($"/people/{id}");
        await admin.Click("重置两步验证", "Reset the second factor");
        await admin.Click("移除并通知本人", "Take it away, and tell them");
        await admin.Sees(admin.Say("此人未设置", "This person has none."));
        await admin.AssertClean("person-second-factor");
        await person.Page.GotoAsync($"{server.Address}/");
        await Expect(person.Page.Locator("#name")).ToBeVisibleAsync();
    }

    static async Task SignIn(WorkPages pages, string id, string password)
    {
        await pages.Page.FillAsync("#name", id);
        await pages.Page.FillAsync("#password", password);
        await pages.Page.ClickAsync("button.primary");
    }

    static async Task SignOut(WorkPages pages)
    {
        await pages.Page.Locator("details.me summary").ClickAsync();
        await pages.Page.Locator("form[action='/sign-out'] button").ClickAsync();
        await Expect(pages.Page.Locator("#name")).ToBeVisibleAsync();
    }

    /// <summary>Nothing hangs over the edge, and axe-core finds nothing serious.</summary>
    static async Task Check(WorkPages pages, string name)
    {
        await pages.AssertClean(name);
        var found = await pages.Page.RunAxe();
        Assert.Equal("", string.Join("; ", found.Violations.Where(violation => Serious.Contains(violation.Impact))
            .Select(violation => $"{violation.Id} {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
    }
}

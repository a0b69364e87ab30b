using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>A day at work, clicked in a real browser: each role at the desk and on the phone, in Chinese and English.</summary>
public sealed class WorkJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    static int number;

    async Task<string> NewAccount(string name)
    {
        var (status, body) = await server.As("rep").Post("/api/accounts", new { name, sector = "包装 · Packaging" });
        Assert.Equal(201, status);
        return body!["id"]!.ToString();
    }

    async Task<string> NewDeal(string name, string accountId, string stage, decimal amount = 500_000) =>
        (await server.As("rep").Post("/api/deals", new { name, accountId, amount, stage })).Body!["id"]!.ToString();

    static string Fresh(string name) => $"{name} {Interlocked.Increment(ref number)}";

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_rep_asks_for_a_large_discount_and_sees_the_managers_yes_without_reloading(Screen screen)
    {
        var name = Fresh("瑞丰包装线");
        var dealId = await NewDeal(name, await NewAccount(Fresh("瑞丰食品")), "Negotiating");
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, $"/deals/{dealId}");
        await rep.Click("修改条件", "Change terms");
        await rep.Page.FillAsync("#amount", "2,000,000");
        await rep.Page.FillAsync("#discount", "25");
        await rep.Click("保存", "Save");
        await Expect(rep.Page.GetByText(rep.Say("待审批", "Pending")).First).ToBeVisibleAsync();
        var approval = await rep.Page.Locator("a[href^='/approvals/']").First.GetAttributeAsync("href");

        // 25 % is the director's; from 1,000,000 on one tier up: the head of sales and finance, both.
        await using var head = await WorkPages.Open(chromium, server, "head", screen with { Width = 390, Height = 844 }, "/");
        await head.Page.Locator($"a[href='{approval}']").First.ClickAsync();
        await Expect(head.Page.GetByText(head.Say("金额达到 1,000,000", "amount from 1,000,000")).First).ToBeVisibleAsync();
        await head.Page.FillAsync("#comment", "可以 OK");
        await head.Click("同意", "Approve");
        await Expect(rep.Page.GetByText(rep.Say("待审批", "Pending")).First).ToBeVisibleAsync();
        await head.AssertClean("approval");

        await using var finance = await WorkPages.Open(chromium, server, "finance", screen, approval!);
        await finance.Click("同意", "Approve");
        await Expect(finance.Button("同意", "Approve")).ToHaveCountAsync(0);

        await Expect(rep.Page.Locator("a[href^='/approvals/']").First).ToContainTextAsync(rep.Say("已同意", "Approved"));
        await rep.Click("变更阶段", "Move");
        await rep.Click("签约", "Won");
        await Expect(rep.Page.Locator("h1 + .tag")).ToHaveTextAsync(rep.Say("签约", "Won"));
        await rep.AssertClean("deal");
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_rep_works_off_the_day(Screen screen)
    {
        var account = Fresh("华康制药");
        var accountId = await NewAccount(account);
        await NewDeal($"{account} 生产线", accountId, "Prospecting");
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen);
        var card = rep.Page.Locator("article.card").Filter(new() { HasText = account }).First;
        await Expect(card).ToBeVisibleAsync();
        await rep.AssertClean("today");
        await card.GetByRole(AriaRole.Button, new() { Name = rep.Say("完成", "Done") }).First.ClickAsync();
        await rep.Page.Keyboard.TypeAsync("已约好");
        await card.Locator("form.panel button.primary").ClickAsync();
        // The workflow's next step takes the place of the one that is done, by itself.
        await Expect(rep.Page.Locator("article.card").Filter(new() { HasText = account })
            .Filter(new() { HasText = rep.Say("拜访客户决策者", "Visit the decision maker") })).ToBeVisibleAsync();

        await rep.Link("客户", "Customers").First.ClickAsync();
        await rep.Page.FillAsync("#search", $"hkzy {account.Split(' ')[1]}"[..4]);
        await rep.Page.GetByRole(AriaRole.Link, new() { Name = account, Exact = true }).ClickAsync();
        await rep.Click("记录往来", "Record");
        await rep.Fill("一句话说明", "In a sentence", "见了厂长");
        await rep.Fill("接下来", "What comes next", "送方案");
        await rep.Click("保存", "Save");
        await rep.Sees("见了厂长");
        await rep.AssertClean("account");
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_manager_looks_at_the_pipeline_and_sends_a_discount_back(Screen screen)
    {
        var name = Fresh("天合灌装线");
        var dealId = await NewDeal(name, await NewAccount(Fresh("天合饮料")), "Proposing");
        await server.As("rep").Patch($"/api/deals/{dealId}", new { discountPercent = 15 });
        await using var manager = await WorkPages.Open(chromium, server, "manager", screen);
        await manager.Page.Locator("a.card").Filter(new() { HasText = name }).ClickAsync();
        await manager.Click("退回", "Send back");
        await manager.Page.SelectOptionAsync("#reason", new SelectOptionValue { Index = 1 });
        await manager.Click("以此原因退回", "Send back for this reason");
        await Expect(manager.Page.Locator("h1 + .tag")).ToHaveTextAsync(manager.Say("已退回", "Returned"));
        await manager.AssertClean("sent-back");

        await manager.Go("/deals");
        await manager.Sees(name);
        var card = manager.Page.Locator("article.card").Filter(new() { HasText = name });
        // Only what is possible is offered.
        await Expect(card.Locator("option[value=Won]")).ToHaveCountAsync(0);
        await card.Locator("select").SelectOptionAsync("Negotiating");
        await Expect(manager.Page.Locator("section.stage").Filter(new() { HasText = manager.Say("谈判", "Negotiating") })
            .Filter(new() { HasText = name })).ToBeVisibleAsync();
        await manager.AssertClean("pipeline");
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task Marketing_brings_a_lead_and_the_rep_makes_it_a_customer(Screen screen)
    {
        var company = Fresh("海盛物流");
        await using var marketing = await WorkPages.Open(chromium, server, "marketing", screen, "/leads");
        await marketing.Click("新建线索", "New lead");
        await marketing.Page.FillAsync("#company", company);
        await marketing.Fill("联系人", "Contact", "周经理");
        await marketing.Page.SelectOptionAsync("#for", "rep");
        await marketing.Click("保存", "Save");
        await Expect(marketing.Page.Locator("h1")).ToHaveTextAsync(company);

        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, new Uri(marketing.Page.Url).AbsolutePath);
        await rep.Click("接收", "Accept");
        await Expect(marketing.Page.Locator("h1 + .tag")).ToHaveTextAsync(marketing.Say("已接收", "Accepted"));
        await marketing.AssertClean("lead");
        await rep.Click("转为客户", "Make it a customer");
        await Expect(rep.Page.Locator("h1")).ToHaveTextAsync(company);
        await rep.Sees("周经理");
        await rep.AssertClean("new-customer");
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task Service_takes_a_complaint_to_its_end(Screen screen)
    {
        var title = Fresh("封口不严");
        await NewAccount(Fresh("佳禾电子"));
        await using var service = await WorkPages.Open(chromium, server, "service", screen, "/cases");
        await service.Click("新建服务单", "New case");
        await service.Page.FillAsync("#title", title);
        await service.Click("保存", "Save");
        await Expect(service.Page.Locator("h1")).ToHaveTextAsync(title);
        // The workflow gives the first task at once, and each answer brings the next.
        await Answer(service, "回复客户", "Acknowledge within");
        await Answer(service, "控制影响", "Contain within");
        await service.Sees(service.Say("查明原因", "Root cause"));
        await service.Click("结案", "Close the case");
        await service.Page.FillAsync("#resolution", "换了封口机的加热条");
        await service.Click("已解决，结案", "Solved: close it");
        await Expect(service.Page.Locator("h1 + .tag")).ToHaveTextAsync(service.Say("已结案", "Closed"));
        await service.AssertClean("case");
    }

    static async Task Answer(WorkPages service, string chinese, string english)
    {
        var card = service.Page.Locator("article.card").Filter(new() { HasText = service.Say(chinese, english) });
        await card.GetByRole(AriaRole.Button, new() { Name = service.Say("完成", "Done") }).ClickAsync();
        await card.Locator("form.panel button.primary").ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_process_owner_sees_where_work_waits(Screen screen)
    {
        var name = Fresh("宏泰码垛机");
        await NewDeal(name, await NewAccount(Fresh("宏泰物流")), "Prospecting");
        await using var owner = await WorkPages.Open(chromium, server, "owner", screen, "/process");
        await owner.AssertClean("process");
        await owner.Page.Locator("a[href^='/process/big-order?step=']").First.ClickAsync();
        await Expect(owner.Page.Locator("table.list tbody tr").First).ToBeVisibleAsync();
        await owner.Go("/process/big-order");
        await owner.Sees(name);
        await Expect(owner.Page.Locator("table.list").Filter(new() { HasText = owner.Say(" 天", " days") }).First).ToBeVisibleAsync();
        await owner.AssertClean("workflow");
        Assert.StartsWith("/studio/instances/", await owner.Page.Locator("a[href^='/studio/instances/']").First.GetAttributeAsync("href"),
            StringComparison.Ordinal);
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_process_owner_reads_why_a_workflow_has_stopped_in_their_language(Screen screen)
    {
        var id = Fresh("broken").Replace(' ', '-');
        var model = JsonNode.Parse("""
            { "name": "Broken", "root": { "id": "say", "type": "Elsa.WriteLine", "version": 1, "metadata": { "displayText": "发通知 · Tell" },
              "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "getRecord('Deal', 'none').name" } } } }
            """)!;
        model["definitionId"] = id;
        await server.As("owner").Post("/elsa/api/workflow-definitions", new JsonObject { ["publish"] = true, ["model"] = model });
        await server.As("owner").Post($"/elsa/api/workflow-definitions/{id}/execute");

        await using var owner = await WorkPages.Open(chromium, server, "owner", screen, "/process");
        await owner.Sees(owner.Say("文字，第 1 行：那里没有值（null）", "Text, line 1: Cannot read properties of null"));
        await owner.AssertClean("stopped");
        await owner.Go("/");
        await owner.Sees(owner.Say("发通知：文字，第 1 行", "Tell: Text, line 1"));
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task An_administrator_makes_a_person_who_then_signs_in(Screen screen)
    {
        var id = $"new-{Interlocked.Increment(ref number)}";
        var name = $"新人{id}";
        await using var admin = await WorkPages.Open(chromium, server, "admin", screen, "/people/new");
        await admin.Page.Locator("form.card input").First.FillAsync(id);
        await admin.Page.Locator("form.card input").Nth(1).FillAsync(name);
        await admin.Page.Locator("form.card button.primary").First.ClickAsync();
        await Expect(admin.Page).ToHaveURLAsync($"{server.Address}/people/{id}");
        await admin.AssertClean("person");
        var password = (await server.Admin.Post($"/api/users/{id}/password")).Body!["password"]!.ToString();

        Assert.Equal(302, (int)(await server.Browser().SignIn(id, password)).StatusCode);
        await admin.Go("/audit");
        await Expect(admin.Page.Locator(".list").GetByText(name).First).ToBeVisibleAsync();
        await admin.AssertClean("audit");
    }

    [BrowserFact]
    public async Task A_deal_is_dragged_to_another_stage()
    {
        var name = Fresh("金谷检重机");
        await NewDeal(name, await NewAccount(Fresh("金谷日化")), "Researching", 900_000_000);
        await using var rep = await WorkPages.Open(chromium, server, "rep", Screen.Desk, "/deals");

        await rep.Page.Locator("article.card").Filter(new() { HasText = name })
            .DragToAsync(rep.Page.Locator("section.stage").Nth(3).Locator(".mud-drop-zone"));

        await Expect(rep.Page.Locator("section.stage").Nth(3).Filter(new() { HasText = name })).ToBeVisibleAsync();
        await rep.AssertClean("dragged");
    }

    [BrowserFact]
    public async Task Two_managers_answer_at_once_and_the_slower_one_is_told()
    {
        var dealId = await NewDeal(Fresh("两位经理"), await NewAccount(Fresh("百川食品")), "Proposing");
        await server.As("rep").Patch($"/api/deals/{dealId}", new { discountPercent = 15 });
        var id = await server.ApprovalOf(dealId);
        await using var manager = await WorkPages.Open(chromium, server, "manager", Screen.Desk, $"/approvals/{id}");
        await manager.Button("同意", "Approve").WaitForAsync();
        var other = server.As("manager");

        Assert.Equal(200, (await other.Post($"/api/approvals/{id}/decisions", new { decision = "Reject", reasonCode = "Risk too high" })).Status);

        // The page shows it without reloading; whoever clicked in that very moment would be told by name.
        await Expect(manager.Page.Locator("h1 + .tag")).ToHaveTextAsync("已拒绝");
        await Expect(manager.Button("同意", "Approve")).ToHaveCountAsync(0);
        Assert.Equal(409, (await other.Post($"/api/approvals/{id}/decisions", new { decision = "Approve" })).Status);
    }

    [BrowserFact]
    public async Task A_wrong_password_is_refused_in_plain_words_and_the_language_can_be_changed()
    {
        await using var context = await chromium.Browser.NewContextAsync(new() { Locale = "en-GB" });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{server.Address}/accounts");
        await page.FillAsync("#name", "rep");
        await page.FillAsync("#password", "not the password");
        await page.ClickAsync("button.primary");
        await Expect(page.Locator("#refusal")).ToHaveTextAsync("Name or password is not right.");

        await page.GetByRole(AriaRole.Button, new() { Name = "中文" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("登录");
        await page.FillAsync("#name", "rep");
        await page.FillAsync("#password", RunningServer.Password);
        await page.ClickAsync("button.primary");
        await Expect(page.Locator("h1")).ToHaveTextAsync("客户");
    }
}

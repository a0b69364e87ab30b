using Microsoft.Playwright;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Orders.Staff;
using ThreeStep.Runtime.Store;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>Approvals on the page, beside the plain answer: the matrix, and what people do with a question.</summary>
public sealed class ApprovalJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    async Task<string> Question(string name)
    {
        var (_, deal) = await server.As("rep").Post("/api/deals", new { name, amount = 80_000, discountPercent = 25, stage = "Negotiating" });
        return await server.ApprovalOf(deal!["id"]!.ToString());
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task Small_ones_are_ticked_and_approved_together_and_a_mails_link_answers_another(Screen screen)
    {
        var (one, two, three) = (await Question($"One {screen}"), await Question($"Two {screen}"), await Question($"Three {screen}"));
        await using (var director = await WorkPages.Open(chromium, server, "director", screen, "/approvals"))
        {
            foreach (var name in (string[])["One", "Two"])
                await director.Page.Locator($"#small input[aria-label*='{name} {screen}']").CheckAsync();
            await director.AssertClean("approvals-small");
            // Somebody is faster than the tick.
            await server.As("director").Post($"/api/approvals/{two}/decisions", new { decision = "Approve" });
            await director.Page.FillAsync("#comment", "一起看过");
            await director.Click("同意这 2 项", "Approve these 2");
            await Expect(director.Page.Locator("section[role=status] li")).ToHaveCountAsync(2);
            await Expect(director.Page.Locator("section[role=status] .tag.red")).ToHaveCountAsync(1);
            await director.AssertClean("approvals-answered");
        }
        Assert.Equal("Approved", (await server.Admin.Get($"/api/approvals/{one}")).Body!["status"]!.ToString());

        await server.Service<OrderRecords>().Write(Actor.Server, change =>
        {
            change.Database.Users.Find("director")!.Email = "director@example.com";
            return ChangeCompany.Apply(change, new CompanyInput { AllowsMailAnswers = true });
        });
        var now = server.Service<TimeProvider>().GetUtcNow();
        var link = server.Service<AnswerLinks>().Of(new(server.Address), new(three, "director", "director@example.com", now, now.AddDays(3)));
        await using var mail = await WorkPages.OpenLink(chromium, server, screen, link);
        await mail.Sees("¥80,000");
        await mail.AssertClean("mail-answer");
        await mail.Page.FillAsync("#comment", "路上看过");
        await mail.Click("同意", "Approve");
        await mail.Sees(mail.Say("已答复：同意。", "Answered: Approve"));
        await mail.AssertClean("mail-answered");
        Assert.Equal("Approved", (await server.Admin.Get($"/api/approvals/{three}")).Body!["status"]!.ToString());
    }

    ApprovalMatrix Saved()
    {
        using var database = server.Store.Query();
        return MatrixVersion.InForce(database);
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_process_owner_sees_who_would_be_asked_while_typing_and_changes_the_matrix(Screen screen)
    {
        await using var owner = await WorkPages.Open(chromium, server, "owner", screen, "/approval-matrix");
        await owner.Page.SelectOptionAsync("#try-owner", "rep");
        await owner.Page.FillAsync("#try-amount", "80,000");
        await owner.Page.Locator("#try-discount").PressSequentiallyAsync("");
        await owner.Page.FillAsync("#try-discount", "15");
        await Expect(owner.Page.Locator("tr.fits")).ToContainTextAsync(owner.Say("销售经理", "Sales manager"));
        await owner.AssertClean("matrix");

        await owner.Page.Locator("tr.fits button").ClickAsync();
        await owner.Page.Locator("tr.edit fieldset select").SelectOptionAsync("Manager:2");
        await owner.Page.Locator("tr.edit fieldset button").First.ClickAsync();
        await owner.Page.GetByLabel(owner.Say("时限", "Within"), new() { Exact = true }).FillAsync(owner.Say("3 个工作小时", "3 working hours"));
        await owner.AssertClean("matrix-row");
        await owner.Click("采用", "Take over");
        await Expect(owner.Page.Locator("[role=status] b").First).ToContainTextAsync("director");
        await owner.Page.FillAsync("#why", $"for {screen}");
        await owner.Click("保存审批矩阵", "Save the matrix");
        await owner.Sees($"for {screen}");

        var row = Saved().Rows.First(each => each.Within == "3 working hours");
        Assert.Equal(new Approver(ApproverKind.Manager, "2"), Assert.Single(row.Who));
        await owner.AssertClean("matrix-saved");
        await owner.Click("试一试", "Try");
        await owner.Sees(owner.Say("另一个审批矩阵", "another approval matrix"));
        await Expect(owner.Page.Locator("ul.answer")).ToBeVisibleAsync();
        await owner.AssertClean("matrix-tried");
        await server.Service<OrderRecords>().Write(Actor.Server, change =>
            SaveMatrix.Apply(change, ApprovalMatrix.Usual(1_000_000)));
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task Whoever_waits_urges_and_whoever_is_asked_brings_somebody_in(Screen screen)
    {
        var id = await Question($"Urged on {screen}");
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, $"/approvals/{id}");
        await rep.Click("催办", "Nudge");
        await rep.Sees(rep.Say("已催办", "They are told that you wait"));
        await rep.Page.FillAsync("#say", "@finance ?");
        await rep.Click("发表评论", "Comment");
        await Expect(rep.Page.Locator(".card .as-written").First).ToHaveTextAsync("@finance ?");
        await rep.AssertClean("approval-waiting");

        await using var director = await WorkPages.Open(chromium, server, "director", screen, $"/approvals/{id}");
        await director.Click("加签", "Add an approver");
        await director.Page.SelectOptionAsync("#to", "service");
        await director.Page.SelectOptionAsync("#place", "Before");
        await director.AssertClean("approval-add");
        await director.Click("加签", "Bring in");
        await director.Sees(director.Say("在director之前加签", "brought in before director"));
        await director.Page.Locator("details summary").Last.ClickAsync();
        await director.Sees(director.Say("当时可答复：", "could answer then:"));
        await director.AssertClean("approval-record");
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task Somebody_asks_for_a_gift_and_the_manager_reads_what_it_is(Screen screen)
    {
        var title = $"礼品 · Gift: {screen}";
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, "/approvals");
        await rep.Click("发起审批", "Ask for a yes");
        await rep.Page.FillAsync("#title", title);
        await rep.Page.FillAsync("#amount", "1,200");
        await rep.Page.FillAsync("#why", "十年老客户\n二十周年");
        await rep.AssertClean("approval-ask");
        await rep.Click("发起", "Ask");
        var line = rep.Page.Locator("a.card", new() { HasText = $"{screen}" }).First;
        await Expect(line).ToContainTextAsync("1,200");
        var address = await line.GetAttributeAsync("href");

        await using var manager = await WorkPages.Open(chromium, server, "manager", screen, "/");
        await manager.Page.Locator($"a[href='{address}']").First.ClickAsync();
        await Expect(manager.Page.Locator("table.known td")).ToContainTextAsync("二十周年");
        await manager.Sees(manager.Say("金额达到 500", "amount from 500"));
        await manager.AssertClean("approval-gift");
        await manager.Click("拒绝", "Reject");
        await manager.Click("以此原因拒绝", "Reject for this reason");
        await Expect(rep.Page.Locator($"a[href='{address}']").First).ToContainTextAsync(rep.Say("已拒绝", "Rejected"));
    }
}

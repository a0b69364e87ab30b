using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ThreeStep.Orders.Channels;
using ThreeStep.Orders.Notices;
using ThreeStep.Orders.Tasks;
using ThreeStep.Web.Messages;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>How people want to be told, what they were told, and how the company's messages leave, on pages.</summary>
public sealed class MessageJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task Somebody_reads_why_it_came_gives_it_back_stops_the_kind_and_chooses(Screen screen)
    {
        var (taskId, messageId) = ($"task-{screen}", $"message-{screen}");
        await server.Runtime.Record(transaction =>
        {
            transaction.Database.Add(new WorkTask
            {
                Id = taskId,
                Kind = WorkTaskKind.Task,
                Title = "约访 · Arrange a visit",
                AssigneeId = "rep",
                CreatedAt = transaction.Now,
                Reason = "新商机两个工作日内约访 · A new deal is visited in two working days",
            });
            transaction.Database.Add(new PersonMessage
            {
                Id = messageId,
                UserId = "rep",
                At = transaction.Now,
                Items = [new($"task:{taskId}", MatterKind.Task, "约访 · Arrange a visit")
                {
                    Why = "新商机两个工作日内约访 · A new deal is visited in two working days",
                }],
            });
            return true;
        });
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, "/");
        await rep.Page.Locator("a.bell").ClickAsync();
        await rep.Sees(rep.Say("新商机两个工作日内约访", "A new deal is visited in two working days"));
        await rep.AssertClean("messages");
        await rep.Go($"/messages/{messageId}");
        await rep.Click("不归我", "Not mine");
        await rep.Page.Locator("form.panel input").FillAsync("归李娜");
        await rep.Click("退回", "Give it back");
        await Expect(rep.Button("不归我", "Not mine")).ToHaveCountAsync(0);
        await rep.Click("不再接收这类", "Stop this kind");
        await rep.Sees(rep.Say("这类消息已停止。", "This kind is stopped."));

        await rep.Go("/messages/choices");
        var times = rep.Page.GetByLabel(rep.Say("任务: 何时", "Task: When"));
        await Expect(times).ToHaveValueAsync(nameof(MessageTime.Never));
        await times.SelectOptionAsync(nameof(MessageTime.Digest));
        await rep.Page.GetByLabel(rep.Say("免打扰开始", "Quiet from")).FillAsync("22:00");
        await rep.Page.GetByLabel(rep.Say("免打扰结束", "Quiet to")).FillAsync("07:30");
        await rep.AssertClean("message-choices");
        await rep.Click("保存", "Save");
        await rep.Sees(rep.Say("已保存。", "Saved."));

        await using var database = server.Store.Query();
        Assert.Equal("manager", (await database.Tasks.FindAsync(taskId))!.AssigneeId);
        var choices = database.ChoicesOf("rep");
        Assert.Equal((MessageTime.Digest, new TimeOnly(22, 0)), (choices.Of(MatterKind.Task).When, choices.QuietFrom));
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task An_administrator_sets_up_a_group(Screen screen)
    {
        await using var admin = await WorkPages.Open(chromium, server, "admin", screen, "/channels");
        await admin.Page.Locator("form.panel select").SelectOptionAsync(nameof(ChatKind.DingTalk));
        await admin.Fill("群名称", "Name of the group", $"北区 {screen}");
        await admin.Fill("机器人 Webhook 地址", "Address of its hook", "https://example.com/robot");
        await admin.Page.Keyboard.PressAsync("Enter");
        await admin.Sees(screen.Say("流程可访问的外部地址", "outgoing hosts"));
        await admin.Fill("机器人 Webhook 地址", "Address of its hook", "https://oapi.dingtalk.com/robot/send?access_token=s3cret");
        await admin.Page.Keyboard.PressAsync("Enter");

        await admin.Sees($"北区 {screen}");
        await admin.Sees("oapi.dingtalk.com");
        Assert.DoesNotContain("s3cret", await admin.Page.ContentAsync(), StringComparison.Ordinal);
        await admin.AssertClean("channels");
    }

    [BrowserFact]
    public async Task Digests_are_stopped_from_a_mail_without_signing_in()
    {
        await using var context = await chromium.Browser.NewContextAsync(new()
        {
            Locale = "zh-CN",
            ViewportSize = new() { Width = 390, Height = 844 },
        });
        var page = await context.NewPageAsync();
        var link = server.Service<Orders.Messages.StopLinks>().Of(new Uri(server.Address), "service");
        await page.GotoAsync(link.AbsoluteUri);
        Assert.StartsWith($"{server.Address}{StopEndpoint.Page}", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "停止邮件摘要" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToBeVisibleAsync();

        await using var database = server.Store.Query();
        Assert.True(database.ChoicesOf("service").IsDigestMailStopped);
    }
}

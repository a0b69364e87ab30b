using ThreeStep.Orders.Accounts;
using ThreeStep.Orders.Deals;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Records;
using ThreeStep.Runtime.Definitions;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>A process owner sees where the time goes, changes a threshold without the designer, and starts a workflow from a list.</summary>
public sealed class FigureJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task From_the_heat_map_to_a_threshold_and_a_start(Screen screen)
    {
        var deal = await server.Service<OrderRecords>().Write(new Actor("admin", Role.Admin), change =>
        {
            var account = change.Database.Add(new Account { Id = $"{screen}", Name = $"{screen}", OwnerId = "rep", CreatedAt = change.Now }).Entity;
            change.Database.SaveChanges();
            return CreateDeal.Apply(change, new DealInput { Name = $"figures {screen}", AccountId = account.Id, OwnerId = "rep", Amount = 5_000 });
        });
        await server.Service<FigureFollower>().CatchUp();
        await using var owner = await WorkPages.Open(chromium, server, "owner", screen, "/process/big-order?paint=Taken&period=all");
        await owner.AssertClean("heat-map");
        await owner.Page.Locator(".diagram svg a[href*='/stays?']").First.ClickAsync();
        await owner.Sees($"figures {screen}");
        await owner.AssertClean("stays");

        await owner.Go("/process/quiet-customer");
        await owner.Page.Locator("#change-settings").ClickAsync();
        var days = owner.Page.Locator("#setting-RemindRepAfter");
        await days.FillAsync("400");
        await owner.Page.Locator("#settings-comment").FillAsync($"for {screen}");
        await owner.Click("保存并发布", "Save and publish");
        await owner.Sees(owner.Say("超出允许范围", "outside of what is allowed"));
        await days.FillAsync(screen.IsPhone ? screen.IsChinese ? "3" : "4" : screen.IsChinese ? "5" : "6");
        await owner.AssertClean("settings");
        await owner.Click("保存并发布", "Save and publish");
        await owner.Sees($"for {screen}");
        Assert.True((await server.Service<DefinitionStore>().Find("quiet-customer"))!.IsPublished);

        await owner.Go($"/start/after-delivery?about=Deal:{deal.Id}");
        await Expect(owner.Page.Locator("#input-DealId")).ToHaveValueAsync(deal.Id);
        await owner.Page.Locator("#many").FillAsync($"{deal.Id}\nnothing");
        await owner.Click("检查", "Look it over");
        await owner.Page.Locator("#start-many").ClickAsync();
        await owner.Sees(owner.Say("已启动 1 个", "1 started"));
        await owner.AssertClean("start");
    }
}

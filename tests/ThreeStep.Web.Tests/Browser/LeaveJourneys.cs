using Microsoft.Playwright;
using ThreeStep.Orders.People;
using ThreeStep.Runtime.Store;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>Being away, on the page.</summary>
public sealed class LeaveJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_rep_goes_on_leave_and_the_substitute_has_the_work(Screen screen)
    {
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, "/leave");
        await rep.Page.Locator("#substitute").SelectOptionAsync("other");
        await rep.Click("登记", "Set the leave");
        await rep.Sees(rep.Say("请假已登记。", "The leave is set."));
        await rep.AssertClean("leave");

        await using var other = await WorkPages.Open(chromium, server, "other", screen, "/");
        await other.Sees(other.Say("您正为", "You stand in for"));
        await other.AssertClean("standing-in");

        await rep.Click("已回来", "Back already");
        await Expect(rep.Button("已回来", "Back already")).ToHaveCountAsync(0);
        using var database = server.Store.Query();
        Assert.DoesNotContain(database.Leaves.ToList(), leave => leave.State == LeaveState.Running);
    }
}

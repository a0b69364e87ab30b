using Microsoft.Playwright;
using ThreeStep.Orders.Calendars;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>When people work, on the page.</summary>
public sealed class WorkingTimeJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    const string NextYear = """{"year":2028,"days":[{"name":"元旦","date":"2028-01-03","isOffDay":true},{"name":"元旦","date":"2028-01-08","isOffDay":false}]}""";

    CalendarDefinition Company()
    {
        using var database = server.Store.Query();
        return database.Calendars.Where(version => version.Calendar == CalendarName.Company).OrderByDescending(version => version.Id)
            .First().Definition!;
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task The_year_is_seen_a_list_is_imported_and_a_day_is_set(Screen screen)
    {
        await using var admin = await WorkPages.Open(chromium, server, "admin", screen, "/working-time");

        await admin.AssertClean("working-time");
        await admin.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "2028.json",
            MimeType = "application/json",
            Buffer = System.Text.Encoding.UTF8.GetBytes(NextYear),
        });
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "2028" })).ToBeVisibleAsync();
        await admin.Page.Locator(".month button.day").Filter(new() { HasText = "14" }).First.ClickAsync();
        await admin.Page.GetByLabel(admin.Say("这一天", "This day")).SelectOptionAsync("hours");
        await admin.Page.Locator("section .panel input[placeholder='09:00-14:00']").FillAsync("9:00-12:00");
        await admin.Fill("名称", "What it is called", "Stocktaking");
        await admin.Click("采用", "Take over");
        await admin.AssertClean("working-time-draft");
        await admin.Fill("原因（留在历史中）", "Why (stays in the history)", $"for {screen}");
        await admin.Click("保存并调整进行中的到期时间", "Save and move what is running");

        await admin.Sees($"for {screen}");
        var days = Company().Days;
        Assert.Equal(CalendarDay.Worked(new(2028, 1, 8), "元旦"), days.Single(day => day.Date == new DateOnly(2028, 1, 8)));
        Assert.Equal(new CalendarDay(new(2028, 1, 14), "Stocktaking", "09:00-12:00"), days.Single(day => day.Date == new DateOnly(2028, 1, 14)));

        await admin.Click("试一试", "Try");
        await admin.Sees(admin.Say("另一个日历", "another calendar"));
        await Expect(admin.Page.Locator("ul.answer")).ToBeVisibleAsync();
        await admin.AssertClean("working-time-tried");
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_manager_says_when_somebody_works_who_can_only_look(Screen screen)
    {
        var path = $"/working-time/{CalendarName.OfPerson("rep")}";
        await using var manager = await WorkPages.Open(chromium, server, "manager", screen, path);
        var own = manager.Page.GetByLabel(manager.Say("与上级不同的时间段", "Hours of their own, unlike those above"));
        await own.SetCheckedAsync(true);
        await Write(manager, "late");
        await manager.Sees(manager.Say("不是上班时间", "are no working hours"));
        await Write(manager, "9-12");
        await manager.Click("保存并调整进行中的到期时间", "Save and move what is running");
        await manager.Sees(manager.Say("已保存", "Saved."));
        await manager.AssertClean("working-time-of-a-person");

        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, path);
        await Expect(rep.Page.GetByLabel(rep.Say("星期五", "Friday"))).ToHaveValueAsync("09:00-12:00");
        await Expect(rep.Page.GetByLabel(rep.Say("星期五", "Friday"))).ToBeDisabledAsync();
        await Expect(rep.Button("保存并调整进行中的到期时间", "Save and move what is running")).ToHaveCountAsync(0);
        await rep.AssertClean("working-time-of-oneself");

        static async Task Write(WorkPages pages, string hours)
        {
            await pages.Fill("星期五", "Friday", hours);
            await pages.Page.Keyboard.PressAsync("Tab");
        }
    }
}

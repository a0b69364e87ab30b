using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>What a step asks for: designed by the process owner, filled in by the rep.</summary>
public sealed class FormJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    static readonly Screen EnglishPhone = Screen.Phone with { Language = "en" };

    public static TheoryData<Screen> Screens => [Screen.Desk, EnglishPhone];

    [BrowserTheory, MemberData(nameof(Screens))]
    public async Task A_form_is_designed_and_filled_in(Screen screen)
    {
        var workflow = $"asking-on-{screen}";
        await FormApiTests.Ask(server, workflow, """[{ "key": "budget", "name": "预算 · Budget", "kind": "Money", "required": true }]""");
        await using (var owner = await WorkPages.Open(chromium, server, "owner", screen, $"/process/{workflow}/form?step=ask"))
        {
            await owner.Page.Locator("#add-field").ClickAsync();
            var added = owner.Page.Locator("fieldset").Nth(1);
            await added.GetByLabel(owner.Say("中文名称", "Name in Chinese")).FillAsync("何时 要");
            await added.GetByLabel(owner.Say("英文名称", "Name in English")).FillAsync("Needed when");
            await added.Locator("select").First.SelectOptionAsync("Date");
            await added.GetByLabel(owner.Say("最早日期（2026-12-31 或 today）", "Earliest day (2026-12-31 or today)")).FillAsync("today");
            await owner.Page.Locator("#preview").ClickAsync();
            await Expect(owner.Page.Locator("#preview-neededWhen")).ToBeVisibleAsync();
            await owner.Page.FillAsync("#form-comment", "Also when");
            await owner.AssertClean("form-designed");
            await owner.Click("保存并发布", "Save and publish");
            await owner.Sees(owner.Say("已发布", "Published."));
        }

        Assert.Equal(200, (await server.Admin.Post($"/elsa/api/workflow-definitions/{workflow}/execute")).Status);
        var task = (await server.As("rep").Get($"/api/tasks?definitionId={workflow}&status=Open")).Body!["items"]!.AsArray()
            .Single(each => each!["form"]!.AsArray().Count == 2)!["id"]!.ToString();
        await using var rep = await WorkPages.Open(chromium, server, "rep", screen, $"/tasks/{task}");
        var when = rep.Page.Locator($"#answer-{task}-neededWhen");
        await when.FillAsync("2001-02-03");
        await rep.Page.Locator("form.panel button.primary").ClickAsync();
        await Expect(rep.Page.Locator($"#answer-{task}-neededWhen-wrong")).Not.ToBeEmptyAsync();
        await Expect(rep.Page.Locator($"#answer-{task}-budget-wrong")).Not.ToBeEmptyAsync();
        await Expect(when).ToHaveValueAsync("2001-02-03");
        await rep.AssertClean("form-refused");

        await rep.Page.FillAsync($"#answer-{task}-budget", "500000");
        await when.FillAsync("2099-02-03");
        await rep.Page.Locator("form.panel button.primary").ClickAsync();
        await Expect(rep.Page.Locator("dl.answers")).ToContainTextAsync("500,000");
        await rep.AssertClean("form-answered");
    }
}

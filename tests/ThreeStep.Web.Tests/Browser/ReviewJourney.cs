using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>A manager asks about a step, the process owner answers on her phone, publishes all the same, and settles it.</summary>
public sealed class ReviewJourney(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    [BrowserFact]
    public async Task A_question_about_a_step_is_asked_answered_and_settled()
    {
        var (_, drawn) = await server.As("owner").Get("/elsa/api/workflow-definitions/by-definition-id/quiet-customer?versionOptions=Published");
        var step = drawn!["root"]!["activities"]!.AsArray().First(activity => activity!["type"]!.ToString() == "ThreeStep.AssignTask")!["id"]!
            .ToString();
        var model = drawn.DeepClone().AsObject();
        model["description"] = "another draft";
        await server.As("owner").Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = false });

        await using var manager = await WorkPages.Open(chromium, server, "manager", Screen.Desk, $"/process/quiet-customer?step={step}");
        await manager.Page.ClickAsync("#new-comment");
        await Expect(manager.Page.Locator("#comment-step")).ToHaveValueAsync(step);
        await manager.Page.FillAsync("#comment-text", "三周才提醒，是不是太晚了？@owner");
        await manager.Page.ClickAsync("#comment-form button.primary");
        await Expect(manager.Page.Locator("svg rect.comments").First).ToBeVisibleAsync();
        await manager.AssertClean("comment-asked");

        // She is told, and the notice leads there.
        await using var owner = await WorkPages.Open(chromium, server, "owner", Screen.Phone with { Language = "en" }, "/process/quiet-customer");
        var thread = owner.Page.Locator(".thread").First;
        await Expect(thread).ToContainTextAsync("三周才提醒");
        await thread.Locator("input").FillAsync("Two weeks from v2 on.");
        await thread.Locator("form button").ClickAsync();
        await Expect(thread.Locator(".remark")).ToHaveCountAsync(2);
        await Expect(manager.Page.Locator(".thread .remark")).ToHaveCountAsync(2);
        await owner.Sees("Comments on steps that are not settled: 1.");
        await owner.AssertClean("comment-answered");

        await owner.Click("标为已解决", "Mark as settled");
        await Expect(manager.Page.Locator("svg rect.comments")).ToHaveCountAsync(0);
        await owner.SeesNot("Comments on steps that are not settled: 1.");
    }
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>A process owner writes a scenario, sees that a draft fails it, and publishes nevertheless: that stands on record.</summary>
public sealed class ScenarioJourney(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    static JsonNode Told(string id, string title, bool publish) => JsonNode.Parse($$"""
        { "publish": {{(publish ? "true" : "false")}}, "model": { "definitionId": "{{id}}", "name": "{{id}}",
          "root": { "id": "told", "type": "ThreeStep.Remind", "version": 1,
            "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep" } },
            "title": { "typeName": "String", "expression": { "type": "Literal", "value": "{{title}}" } } } } }
        """)!;

    static string Story(string id) => $$"""
        workflow: {{id}}
        given: { people: { rep: {} } }
        scenarios:
          - scenario: Reminded
            story:
              - when: the workflow {{id}} starts
                then: rep has a reminder "first"
        """;

    [BrowserTheory]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    public async Task A_draft_that_fails_its_scenario_is_published_only_with_a_tick(string language, bool isPhone)
    {
        var id = isPhone ? "told-phone" : "told-desk";
        Assert.Equal(200, (await server.As("owner").Post("/elsa/api/workflow-definitions", Told(id, "first", true))).Status);
        var screen = (isPhone ? Screen.Phone : Screen.Desk) with { Language = language };
        await using var owner = await WorkPages.Open(chromium, server, "owner", screen, $"/process/{id}");

        await owner.Click("写一个", "Write one");
        await owner.Page.FillAsync("#scenario-name", "mine");
        await owner.Page.FillAsync("#scenario-text", "scenarios: nonsense");
        await owner.Page.FocusAsync("#scenario-name");
        await owner.Sees(owner.Say("第 1 行", "Line 1"));
        await owner.Page.FillAsync("#scenario-text", Story(id));
        await owner.Click("保存", "Save");
        await owner.Click("用已发布的版本演练", "Play over what is published");
        await owner.Sees(owner.Say("1 个通过", "1 passed"));
        await owner.AssertClean("scenarios");

        Assert.Equal(200, (await server.As("owner").Post("/elsa/api/workflow-definitions", Told(id, "second", false))).Status);
        await Expect(owner.Page.Locator("#publish-despite")).ToBeVisibleAsync();
        await Expect(owner.Page.Locator("#draft-scenarios .tag.red")).ToBeVisibleAsync();
        await owner.Page.FillAsync("#publish-comment", "other words");
        await owner.Click("发布", "Publish");
        await owner.Sees(owner.Say("请勾选确认", "Tick that it is published nevertheless"));
        Assert.Equal("first", await Published(id));
        await owner.Page.CheckAsync("#publish-despite");
        await owner.Click("发布", "Publish");
        await Expect(owner.Page.Locator("#publish-comment")).ToHaveCountAsync(0);

        Assert.Equal("second", await Published(id));
        await using var database = server.Store.Query();
        Assert.Contains("1 of 1 scenarios fail", (await database.Definitions.SingleAsync(row => row.DefinitionId == id && row.IsPublished)).Comment!,
            StringComparison.Ordinal);
        Assert.Equal("owner", (await database.Audit.SingleAsync(row => row.Action == "PublishedDespiteScenarios" && row.Subject == id)).UserId);
    }

    async Task<string> Published(string id)
    {
        await using var database = server.Store.Query();
        var model = JsonNode.Parse((await database.Definitions.SingleAsync(row => row.DefinitionId == id && row.IsPublished)).Model)!;
        return model["root"]!["title"]!["expression"]!["value"]!.ToString();
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Tasks;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>A process owner changes what runs, without the designer and without fear.</summary>
public sealed class WorkbenchJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    const int Cases = 3;

    /// <summary>Waits, then reminds the rep. How long is a setting.</summary>
    static JsonNode Reminding(string id, string after, bool publish) => JsonNode.Parse($$"""
        { "publish": {{(publish ? "true" : "false")}}, "model": { "definitionId": "{{id}}", "name": "{{id}}",
          "variables": [ { "id": "after", "name": "RemindAfter", "typeName": "Object", "isArray": false, "value": "30 days" } ],
          "customProperties": { "settings": [ { "variable": "RemindAfter", "name": "多久后提醒 · Remind after", "kind": "Duration" } ] },
          "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
            "activities": [
              { "id": "wait", "name": "Wait", "type": "Elsa.Delay", "version": 1, "metadata": { "displayText": "等候 · Wait a while" },
                "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "JavaScript", "value": "{{after}}" } } },
              { "id": "remind", "name": "Remind", "type": "ThreeStep.Remind", "version": 1,
                "title": { "typeName": "String", "expression": { "type": "Literal", "value": "{{id}}" } },
                "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep" } } } ],
            "connections": [ { "source": { "activity": "wait", "port": "Done" }, "target": { "activity": "remind", "port": "In" } } ] } } }
        """)!;

    async Task Save(string id, string after) =>
        Assert.Equal(200, (await server.As("owner").Post("/elsa/api/workflow-definitions", Reminding(id, after, publish: true))).Status);

    async Task StartCases(string id)
    {
        for (var count = 0; count < Cases; count++)
            await server.As("owner").Post($"/elsa/api/workflow-definitions/{id}/execute", new JsonObject());
    }

    Task<int> Reminders(string id) => Task.FromResult(Read(database => database.Tasks.Count(task => task.Title == id)));

    T Read<T>(Func<Runtime.Store.ProcessDatabase, T> read)
    {
        using var database = server.Store.Query();
        return read(database);
    }

    string? Asked() => Read(database => database.Approvals.Where(request => request.Status == ApprovalStatus.Pending)
        .Select(request => request.Id).FirstOrDefault());

    Task SecondYes(bool isNeeded) => server.Runtime.Record(transaction => transaction.Database.Companies.Single().PublishingNeedsYes = isNeeded);

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task Reminders_come_too_late_and_are_made_to_come_sooner(Screen screen)
    {
        var id = $"too-late-{screen}".ToLowerInvariant();
        await Save(id, "getRemindAfter()");
        await StartCases(id);
        await SecondYes(true);
        await using var owner = await WorkPages.Open(chromium, server, "owner", screen, $"/process/{id}");

        // A shorter time, as a draft.
        await owner.Page.ClickAsync("#change-settings");
        await owner.Page.FillAsync("#setting-RemindAfter", "0");
        await owner.Click("存为草稿", "Save as a draft");
        await owner.Sees(owner.Say("草稿 v2", "Draft v2"));
        await owner.AssertClean("too-late-draft");

        // What would it have done?
        await owner.Page.SelectOptionAsync("#replay-version", "2");
        await owner.Click("试一试", "Try");
        await owner.Sees(owner.Say("会多出 3 个提醒（当时：0）。", "3 more reminders would have come (then: 0)."));
        await owner.AssertClean("too-late-tried");
        Assert.Equal(0, await Reminders(id));

        // Published with a reason, and with the yes of a second person.
        await owner.Go($"/process/{id}");
        await owner.Page.FillAsync("#publish-comment", "客户等得太久 Customers wait too long");
        await owner.Click("发布", "Publish");
        await Expect(owner.Page.Locator("p.card[role=status]").First).ToBeVisibleAsync();
        Assert.Equal(1, Read(database => database.Definitions.Single(row => row.DefinitionId == id && row.IsPublished).Version));
        string? question = null;
        await Calls.Eventually(() => Task.FromResult((question = Asked()) is not null), "somebody is asked");
        await using var second = await WorkPages.Open(chromium, server, "admin", screen, $"/approvals/{question}");
        await second.Click("同意", "Approve");
        await Expect(owner.Page.Locator("tr").Filter(new() { HasText = "v2" }).Filter(new() { HasText = owner.Say("使用中", "in force") }).First)
            .ToBeVisibleAsync();

        // And for those who wait already.
        await owner.Link("改用 v2", "Take over v2").First.ClickAsync();
        await owner.Sees(owner.Say("（立即）", "(at once)"));
        await owner.AssertClean("too-late-preview");
        await owner.Page.FillAsync("#move-reason", "也给已经在等的 Also for those who wait");
        await owner.Click("在 3 个实例中改用 v2", "Take over v2 in 3 instances");
        await owner.Sees(owner.Say("已改用: 3", "has taken it over: 3"));
        await Calls.Eventually(async () => await Reminders(id) == Cases, "the rep is reminded of each");
        await owner.AssertClean("too-late-moved");
        await SecondYes(false);
    }

    [BrowserTheory, MemberData(nameof(Screen.All), MemberType = typeof(Screen))]
    public async Task A_broken_version_is_noticed_mended_in_every_case_and_undone(Screen screen)
    {
        var id = $"broken-{screen}".ToLowerInvariant();
        await Save(id, "getRemindAfter()");
        await StartCases(id);
        await Save(id, "null.length");
        await StartCases(id);
        await using var owner = await WorkPages.Open(chromium, server, "owner", screen, $"/process/{id}");
        await owner.Sees(owner.Say("失败的实例", "What has failed"));
        await owner.AssertClean("broken-failed");

        // Those that have failed alike take the mended version over, and are tried again.
        await Save(id, "getRemindAfter() + ' 1 hour'");
        await owner.Link("改用 v3", "Take over v3").First.ClickAsync();
        await owner.Page.FillAsync("#move-reason", "写错了 A slip");
        await owner.Click("在 3 个实例中改用 v3", "Take over v3 in 3 instances");
        await owner.Sees(owner.Say("已改用: 3", "has taken it over: 3"));
        await Calls.Eventually(() => Task.FromResult(Read(database =>
            database.Instances.Count(row => row.DefinitionId == id && row.IncidentCount == 0)) == 2 * Cases), "nothing has failed any more");

        // So do those that waited well, which was not meant: they are brought back.
        var before = Due(id);
        await owner.Go($"/process/{id}");
        await owner.Link("改用 v3", "Take over v3").First.ClickAsync();
        await owner.Page.FillAsync("#move-reason", "顺便 While at it");
        await owner.Click("在 3 个实例中改用 v3", "Take over v3 in 3 instances");
        await owner.Sees(owner.Say("已改用: 3", "has taken it over: 3"));
        Assert.NotEqual(before, Due(id));
        await owner.Click("撤回", "Undo");
        await owner.Click("撤回所有尚未继续的实例", "Bring all back that have not gone on");
        await Expect(owner.Page.Locator("p[role=status]").First).ToHaveTextAsync(new Regex("^(已撤回|brought back) (已撤回|brought back): 3$"));
        Assert.Equal(before, Due(id));
        await owner.AssertClean("broken-undone");

        // One case does not need to wait: its step is skipped, as the preview says.
        await owner.Go($"/process/{id}");
        await owner.Link("处理", "Mend").First.ClickAsync();
        await owner.Page.SelectOptionAsync("#mend-kind", "skip");
        await owner.Sees("Remind");
        await owner.AssertClean("broken-mend");
        Assert.Equal(0, await Reminders(id));
        await owner.Page.FillAsync("#move-reason", "客户已经来过 The customer was here");
        await owner.Page.ClickAsync("form button.primary");
        await owner.Sees(owner.Say("已处理: 1", "was mended: 1"));
        Assert.Equal(1, await Reminders(id));
    }

    string Due(string id) => Read(database => string.Join('\n', database.Bookmarks
        .Where(wait => database.Instances.Any(row => row.Id == wait.InstanceId && row.DefinitionId == id))
        .OrderBy(wait => wait.Id).Select(wait => $"{wait.Id} {wait.DueAt:O}")));
}

using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>What could not be carried out waits for a decision, on a page of its own.</summary>
public sealed class SetAsideJourney(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    static readonly JsonNode Waiting = JsonNode.Parse("""
        { "publish": true, "model": { "definitionId": "late", "name": "Late", "root": { "id": "wait", "type": "Elsa.Event", "version": 1,
          "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "never" } } } } }
        """)!;

    Task SetAside(string instanceId, Message reason) => server.Runtime.Record(transaction => transaction.Database.Stimuli.Add(new StimulusRow
    {
        Document = new QueuedStimulus.StartInstance(instanceId, "late", []).ToDocument(),
        CreatedAt = DateTimeOffset.UtcNow,
        Attempts = 1,
        FailedAt = DateTimeOffset.UtcNow,
        LastError = reason,
    }));

    async Task<bool> Runs(string instanceId)
    {
        await using var database = server.Store.Query();
        return await database.Instances.AnyAsync(row => row.Id == instanceId);
    }

    [BrowserTheory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task An_administrator_reads_why_and_tries_again_or_discards_it(string language)
    {
        Assert.Equal(200, (await server.As("owner").Post("/elsa/api/workflow-definitions", Waiting.DeepClone())).Status);
        var (retried, discarded) = ($"retried-{language}", $"discarded-{language}");
        await SetAside(retried, "the definition was not there yet");
        await SetAside(discarded, $"Nobody carries out the command {"Nobodys"}.");
        await using var admin = await WorkPages.Open(chromium, server, "admin", Screen.Desk with { Language = language }, "/process");

        await admin.Page.Locator("a[href='/process/set-aside']").ClickAsync();
        ILocator Row(string id) => admin.Page.Locator("tr").Filter(new() { HasText = id });
        await Expect(Row(retried)).ToContainTextAsync("the definition was not there yet");
        await Expect(Row(discarded)).ToContainTextAsync(admin.Say("没有任何程序执行命令 Nobodys", "Nobody carries out the command Nobodys"));
        await admin.AssertClean("set-aside");
        await Row(retried).GetByRole(AriaRole.Button, new() { Name = admin.Say("重试", "Try again") }).ClickAsync();
        await Expect(Row(retried)).ToHaveCountAsync(0);
        await Row(discarded).GetByRole(AriaRole.Button, new() { Name = admin.Say("放弃", "Discard") }).ClickAsync();
        await Expect(Row(discarded)).ToHaveCountAsync(0);

        await Calls.Eventually(() => Runs(retried), "what was tried again runs");
        Assert.False(await Runs(discarded));
    }

    [BrowserFact]
    public async Task A_rep_does_not_get_there()
    {
        await SetAside("hidden", "a reason for administrators");
        await using var rep = await WorkPages.Open(chromium, server, "rep", Screen.Desk);

        await rep.Page.GotoAsync($"{server.Address}/process/set-aside");

        await rep.SeesNot("a reason for administrators");
        await rep.SeesNot("hidden");
        Assert.Equal(403, (await server.As("rep").Get("/elsa/api/bookmark-queue/dead-letters")).Status);
    }
}

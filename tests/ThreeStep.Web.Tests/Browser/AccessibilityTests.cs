using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>Pages can be used with a keyboard and a screen reader: axe-core finds nothing serious on any of them.</summary>
public sealed class AccessibilityTests(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    static readonly string[] Serious = ["serious", "critical"];
    static readonly AxeRunOptions OnlyViolations = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>On a phone the same components stand below each other: there the pages that are laid out differently are enough.</summary>
    [BrowserTheory]
    [InlineData(1440, 900, "en")]
    [InlineData(390, 844, "zh-CN")]
    public async Task Axe_finds_nothing_serious_on_any_page(int width, int height, string language)
    {
        var screen = new Screen(width, height, language);
        var rep = server.As("rep");
        var account = (await rep.Post("/api/accounts", new { name = $"无障碍 {screen}" })).Body!["id"]!.ToString();
        await rep.Post($"/api/accounts/{account}/contacts", new { name = "刘厂长", role = "EconomicBuyer", phone = "13800000000" });
        var deal = (await rep.Post("/api/deals",
            new { name = $"包装线 {screen}", accountId = account, amount = 500_000, stage = "Proposing" })).Body!["id"]!.ToString();
        await rep.Post("/api/interactions", new { dealId = deal, kind = "Visit", note = "看了现场" });
        await rep.Patch($"/api/deals/{deal}", new { discountPercent = 15 });
        var approval = await server.ApprovalOf(deal);
        var lead = (await server.As("marketing").Post("/api/leads", new { companyName = "线索公司", ownerId = "rep" })).Body!["id"]!.ToString();
        var item = (await server.As("service")
            .Post("/api/cases", new { kind = "Complaint", title = "漏油", accountId = account, ownerId = "service" })).Body!["id"]!.ToString();

        await using var manager = await WorkPages.Open(chromium, server, "manager", screen);
        string[] onPhones = ["/", $"/approvals/{approval}", "/accounts", $"/accounts/{account}", "/deals", $"/deals/{deal}", "/leads",
            $"/cases/{item}", "/process"];
        await Check(manager, screen.IsPhone ? onPhones
            : ["/", "/approvals", "/approvals?show=all", $"/approvals/{approval}", "/accounts", "/accounts?q=zzzz", $"/accounts/{account}", "/deals",
            "/deals?view=list", $"/deals/{deal}", "/leads", $"/leads/{lead}", "/cases", $"/cases/{item}", "/process", "/process/big-order",
            "/denied"]);
        if (screen.IsPhone) return;
        await using var admin = await WorkPages.Open(chromium, server, "admin", screen);
        await Check(admin, ["/process/outbox", "/settings", "/leave", "/people", "/people?view=tree",
            "/people/new", "/people/rep", "/working-time", "/channels",
            "/messages", "/messages/choices", "/audit", "/logs", "/nodes", "/outgoing", "/teams",
            "/profile"]);
        await manager.Page.Context.ClearCookiesAsync();
        await manager.Page.GotoAsync($"{server.Address}/sign-in");
        await Check(manager, "/sign-in");
    }

    static async Task Check(WorkPages pages, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            await pages.Go(path);
            await Check(pages, path);
            await pages.AssertClean(path.Trim('/').Replace('/', '-').Replace('?', '-') is { Length: > 0 } name ? name : "home");
        }
    }

    static async Task Check(WorkPages pages, string path)
    {
        var found = await pages.Page.RunAxe(OnlyViolations);
        var serious = found.Violations.Where(violation => Serious.Contains(violation.Impact))
            .Select(violation => $"{violation.Id} {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}").ToList();
        Assert.True(serious.Count == 0, $"{path}: {string.Join("; ", serious)}");
    }
}

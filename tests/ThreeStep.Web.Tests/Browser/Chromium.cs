using Microsoft.Playwright;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>
/// A test that needs the system's Chromium and the designer's files; without them it is skipped with a line that says how to get them.
/// </summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null) Skip = "Chromium is missing: apt-get update && apt-get install -y chromium fonts-noto-cjk";
        else if (Setup.Installation.Find(new Setup.ServerOptions()).StudioFolder is null)
            Skip = "Elsa Studio is missing: install Node.js 20 and build again";
    }
}

/// <summary>One headless browser for all tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    public static string? Path { get; } =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    IPlaywright playwright = null!;

    readonly Dictionary<string, IBrowserContext> desks = [];

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>A browser window that stays as it is from test to test: what it has fetched once, like Studio's program, it has.</summary>
    public async Task<IBrowserContext> Desk(string name)
    {
        if (!desks.TryGetValue(name, out var desk))
            desks[name] = desk = await Browser.NewContextAsync(new()
            {
                Locale = "zh-CN",
                ViewportSize = new() { Width = 1440, Height = 900 },
                AcceptDownloads = true
            });
        return desk;
    }

    public async Task InitializeAsync()
    {
        if (Path is null) return;
        // One value for all tests of the process. Nothing waits that long but for Studio on a machine that is busy with the other tests.
        Assertions.SetDefaultExpectTimeout(120_000);
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (Browser is null) return;
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}

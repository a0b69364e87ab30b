using System.Collections.Concurrent;
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

/// <summary>
/// One headless browser for all tests, and windows that are used again: to open one takes Chromium a second of both cores, to go somewhere else in it
/// next to nothing. It ends with the process of the tests.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    static readonly Lazy<Task<IBrowser>> shared = new(Launch);
    static readonly ConcurrentDictionary<string, ConcurrentBag<IPage>> windows = new(StringComparer.Ordinal);

    readonly Dictionary<string, IBrowserContext> desks = [];

    public static string? Path { get; } =
        new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public IBrowser Browser { get; private set; } = null!;

    /// <summary>A window in a language, with nobody signed in, for one test at a time.</summary>
    public async Task<IPage> Window(string language)
    {
        if (!Idle(language).TryTake(out var window))
        {
            var context = await Browser.NewContextAsync(new() { Locale = language, TimezoneId = "Asia/Shanghai" });
            return await context.NewPageAsync();
        }
        await window.Context.ClearCookiesAsync();
        return window;
    }

    /// <summary>For the next one who asks. What it showed ends, as when it were closed.</summary>
    public static async Task GiveBack(string language, IPage window)
    {
        await window.GotoAsync("about:blank");
        Idle(language).Add(window);
    }

    static ConcurrentBag<IPage> Idle(string language) => windows.GetOrAdd(language, _ => []);

    /// <summary>A profile that stays as it is from test to test: what it has fetched once, like Studio's program, it has.</summary>
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

    static async Task<IBrowser> Launch()
    {
        // One value for all tests of the process. Nothing waits that long but for Studio on a machine that is busy with the other tests.
        Assertions.SetDefaultExpectTimeout(120_000);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    public async Task InitializeAsync()
    {
        if (Path is not null) Browser = await shared.Value;
    }

    public async Task DisposeAsync()
    {
        foreach (var desk in desks.Values) await desk.DisposeAsync();
    }
}

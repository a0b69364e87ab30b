using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>A screen and a language somebody works with.</summary>
public sealed record Screen(int Width, int Height, string Language)
{
    public static readonly Screen Desk = new(1440, 900, "zh-CN");
    public static readonly Screen Phone = new(390, 844, "zh-CN");

    public bool IsPhone => Width < 640;
    public bool IsChinese => Language == "zh-CN";

    /// <summary>A text of a page in this screen's language.</summary>
    public string Say(string chinese, string english) => IsChinese ? chinese : english;

    public override string ToString() => $"{(IsPhone ? "phone" : "desk")}-{Language}";

    /// <summary>Each size and each language once; in long runs each size in each language.</summary>
    public static TheoryData<Screen> All =>
        LongRun.IsWished ? [Desk, Desk with { Language = "en" }, Phone, Phone with { Language = "en" }] : [Desk, Phone with { Language = "en" }];
}

/// <summary>Like <see cref="BrowserFactAttribute"/>, for each of several screens.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() =>
        Skip = Chromium.Path is null ? "Chromium is missing: apt-get update && apt-get install -y chromium fonts-noto-cjk" : null;
}

/// <summary>Somebody at the pages of the product, signed in. Keeps everything that went wrong on the way, be it seen or not.</summary>
sealed class WorkPages : IAsyncDisposable
{
    static readonly ConcurrentDictionary<(string Address, string User), Task<Cookie>> signedIn = new();

    readonly string address;
    readonly List<string> problems = [];

    WorkPages(IPage page, string address, Screen screen)
    {
        (Page, this.address, Screen) = (page, address, screen);
        page.SetDefaultTimeout(30_000);
        page.Console += HearConsole;
        page.PageError += HearError;
        page.Response += HearResponse;
        page.Request += HearRequest;
    }

    public IPage Page { get; }
    public Screen Screen { get; }

    public static async Task<WorkPages> Open(Chromium chromium, RunningServer server, string user, Screen screen, string path = "/")
    {
        var window = await chromium.Window(screen.Language);
        await window.SetViewportSizeAsync(screen.Width, screen.Height);
        await window.Context.AddCookiesAsync([await signedIn.GetOrAdd((server.Address, user), _ => server.CookieOf(user))]);
        var pages = new WorkPages(window, server.Address, screen);
        await pages.Go(path);
        return pages;
    }

    /// <summary>Somebody who has not signed in and follows a link.</summary>
    public static async Task<WorkPages> OpenLink(Chromium chromium, RunningServer server, Screen screen, Uri link)
    {
        var window = await chromium.Window(screen.Language);
        await window.SetViewportSizeAsync(screen.Width, screen.Height);
        var pages = new WorkPages(window, server.Address, screen);
        await pages.Page.GotoAsync(link.AbsoluteUri);
        return pages;
    }

    void HearConsole(object? sender, IConsoleMessage message)
    {
        if (message.Type == "error") Note($"console: {message.Text}");
    }

    void HearError(object? sender, string error) => Note($"page: {error}");

    void HearResponse(object? sender, IResponse response)
    {
        if (response.Status >= 400) Note($"{response.Status} {response.Request.Method} {response.Url}");
    }

    void HearRequest(object? sender, IRequest request)
    {
        if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            Note($"outside: {request.Url}");
    }

    public async Task Go(string path)
    {
        await Page.GotoAsync($"{address}{path}");
        await IsConnected();
    }

    /// <summary>A page is shown before it takes clicks; this waits for the latter.</summary>
    public async Task IsConnected()
    {
        await Expect(Page.Locator("#main[data-connected]")).ToBeVisibleAsync();
        await Expect(Page.Locator("h1").First).ToBeVisibleAsync();
    }

    public string Say(string chinese, string english) => Screen.Say(chinese, english);

    public ILocator Button(string chinese, string english) => Page.GetByRole(AriaRole.Button, new() { Name = Say(chinese, english), Exact = true });

    public ILocator Link(string chinese, string english) => Page.GetByRole(AriaRole.Link, new() { Name = Say(chinese, english) });

    public async Task Click(string chinese, string english) => await Button(chinese, english).First.ClickAsync();

    public async Task Fill(string chinese, string english, string text) =>
        await Page.GetByLabel(Say(chinese, english), new() { Exact = true }).First.FillAsync(text);

    public async Task Sees(string text) => await Expect(Page.GetByText(text).First).ToBeVisibleAsync();

    public async Task SeesNot(string text) => await Expect(Page.GetByText(text)).ToHaveCountAsync(0);

    void Note(string problem)
    {
        lock (problems) problems.Add(problem);
    }

    /// <summary>Nothing hangs over the edge of the screen, no error in the console, no refused request, nothing from outside.</summary>
    public async Task AssertClean(string name)
    {
        if (Environment.GetEnvironmentVariable("THREESTEP_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{Screen}.png"), FullPage = true });
        Assert.True(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth") <= 0,
            $"{name} is wider than the screen");
        lock (problems) Assert.Equal("", string.Join("\n", problems));
    }

    public async ValueTask DisposeAsync()
    {
        Page.Console -= HearConsole;
        Page.PageError -= HearError;
        Page.Response -= HearResponse;
        Page.Request -= HearRequest;
        await Chromium.GiveBack(Screen.Language, Page);
    }
}

using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>A process owner at Elsa Studio. It keeps everything that went wrong on the way, be it seen or not.</summary>
sealed class StudioPage : IAsyncDisposable
{
    static readonly ConcurrentDictionary<(string Address, string User), ConcurrentBag<StudioPage>> idle = new();

    readonly string address;
    readonly string user;
    readonly List<string> problems = [];
    bool isClean;

    StudioPage(IPage page, string address, string user)
    {
        (Page, this.address, this.user) = (page, address, user);
        page.SetDefaultTimeout(120_000);
        page.Console += (_, message) =>
            {
                // A line that finds no way is drawn through whatever is there.
                if (message.Type == "error" || message.Text.Contains("manhattan", StringComparison.Ordinal)) Note($"console: {message.Text}");
            };
        page.PageError += (_, error) => Note($"page: {error}");
        page.Response += (_, response) => { if (response.Status >= 400) Note($"{response.Status} {response.Request.Method} {response.Url}"); };
        page.Request += (_, request) =>
            {
                if (!request.Url.StartsWith(address, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
            && !request.Url.StartsWith("data:", StringComparison.Ordinal)) Note($"outside: {request.Url}");
            };
        page.WebSocket += (_, socket) => Sockets.Add(socket.Url);
    }

    public IPage Page { get; }
    public List<string> Sockets { get; } = [];

    /// <summary>
    /// Opens a room, signed in. Studio takes seconds to start: where a test before has left a tab with it, its rooms are entered from there.
    /// </summary>
    public static async Task<StudioPage> Open(Chromium chromium, RunningServer server, string path = "workflows", string user = "owner")
    {
        if (Idle(server.Address, user).TryTake(out var open))
        {
            lock (open.problems) open.problems.Clear();
            open.Sockets.Clear();
            open.isClean = false;
            await open.Enter(path);
            return open;
        }
        var desk = await chromium.Desk($"{server.Address} {user}");
        var studio = new StudioPage(await desk.NewPageAsync(), server.Address, user);
        await studio.Go(path);
        if (!studio.Page.Url.Contains("/sign-in", StringComparison.Ordinal)) return studio;
        await studio.Page.FillAsync("#name", user);
        await studio.Page.FillAsync("#password", RunningServer.Password);
        await studio.Page.ClickAsync("button.primary");
        return studio;
    }

    static ConcurrentBag<StudioPage> Idle(string address, string user) => idle.GetOrAdd((address, user), _ => []);

    public Task Go(string path) => Page.GotoAsync($"{address}/studio/{path}");

    /// <summary>As a click inside of Studio does it. What the tab shows already is read anew.</summary>
    async Task Enter(string path)
    {
        if (Page.Url == $"{address}/studio/{path}")
        {
            await Go(path);
            return;
        }
        await Page.EvaluateAsync("path => Blazor.navigateTo(path)", $"/studio/{path}");
        var element = path.Split('/') switch
        {
            ["workflows"] => "elsa-workflow-definition-list",
            ["workflows", var id] => $"elsa-workflow-definition-editor[definition-id='{id}']",
            ["instances"] => "elsa-workflow-instance-list",
            [_, var id] => $"elsa-workflow-instance-viewer[instance-id='{id}']",
            _ => throw new ArgumentException($"Studio has no room {path}."),
        };
        await Expect(Page.Locator($"#room > {element}")).ToBeAttachedAsync();
    }

    public ILocator Node(string text) => Page.Locator(".x6-node").Filter(new() { HasText = text }).First;

    /// <summary>The number at a node that says how often it was completed, in the colour of how it went.</summary>
    public ILocator Badge(string text) => Node(text).Locator(".mud-badge");

    public async Task WaitForCanvas(int nodes) => await Expect(Page.Locator(".x6-node")).ToHaveCountAsync(nodes);

    public async Task Create(string name)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create workflow" }).ClickAsync();
        await Page.Locator(".mud-dialog input").First.FillAsync(name);
        await Page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Ok" }).ClickAsync();
        await Expect(Page.Locator(".x6-graph")).ToBeVisibleAsync();
    }

    /// <summary>Drags an activity from the palette onto the canvas.</summary>
    public async Task Drop(string category, string activity, float x, float y)
    {
        var item = Page.Locator("[draggable=true]").Filter(new() { HasText = activity }).First;
        // "Flow" is one, "Control Flow" another; ours are called in both languages.
        var header = Page.Locator(".mud-expand-panel-header").Filter(new() { HasTextRegex = new Regex($@"^\s*{category}(\s|$)") }).First;
        if (!await item.IsVisibleAsync()) await header.ClickAsync();
        var before = await Page.Locator(".x6-node").CountAsync();
        // What is dropped before the canvas listens is lost, and is dropped again as somebody would.
        const int tries = 3;
        for (var attempt = 1; ; attempt++)
            try
            {
                await item.DragToAsync(Page.Locator(".x6-graph").First, new() { TargetPosition = new() { X = x, Y = y } });
                await Expect(Page.Locator(".x6-node")).ToHaveCountAsync(before + 1, new() { Timeout = 15_000 });
                return;
            }
            catch (PlaywrightException) when (attempt < tries) { }
    }

    /// <summary>Draws an arrow with the mouse.</summary>
    public async Task Connect(string from, string outcome, string to)
    {
        var edges = await Page.Locator(".x6-edge").CountAsync();
        var start = await Middle(Node(from).Locator($"[port='{outcome}'] circle").First);
        var end = await Middle(Node(to).Locator("[port='In'] circle").First);
        await Page.Mouse.MoveAsync(start.X, start.Y);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(end.X - 20, end.Y, new() { Steps = 8 });
        await Page.Mouse.MoveAsync(end.X, end.Y, new() { Steps = 4 });
        await Page.Mouse.UpAsync();
        await Expect(Page.Locator(".x6-edge")).ToHaveCountAsync(edges + 1);
    }

    static async Task<(float X, float Y)> Middle(ILocator place) =>
        await place.BoundingBoxAsync() is { } box ? (box.X + box.Width / 2, box.Y + box.Height / 2)
        : throw new InvalidOperationException("It cannot be seen.");

    /// <summary>Chooses a language for an input of an activity and types into the code editor.</summary>
    /// <param name="help">The help text under the input.</param>
    public async Task SetInput(string activity, string help, string language, string text)
    {
        await Node(activity).Locator(".elsa-activity").ClickAsync();
        await Page.Locator(".mud-tab-panel").Filter(new() { HasText = help }).Last.Locator(".mud-menu button").First.ClickAsync();
        await Page.Locator(".mud-menu-item").Filter(new() { HasTextRegex = new Regex($"^\\s*{language}\\s*$") }).ClickAsync();
        var editor = Page.Locator(".monaco-editor:visible").First;
        await editor.ClickAsync();
        await Page.Keyboard.InsertTextAsync(text);
        await Expect(editor.Locator(".view-lines")).ToContainTextAsync(text[..4]);
    }

    /// <summary>Chooses from the menu at the end of a row.</summary>
    public async Task Choose(ILocator row, string entry)
    {
        var item = Page.Locator(".mud-menu-item").Filter(new() { HasText = entry });
        // A list that is still loading draws itself again, and closes the menu with that.
        await Calls.Eventually(async () =>
        {
            await row.Locator("button").Last.ClickAsync();
            try { await item.ClickAsync(new() { Timeout = 3_000 }); }
            catch (TimeoutException) { return false; }
            return true;
        }, $"{entry} is chosen");
    }

    /// <summary>Waits until Studio has saved by itself what <paramref name="change"/> did.</summary>
    public async Task Saves(Func<Task> change) => await Page.RunAndWaitForResponseAsync(change, IsSave);

    /// <param name="comment">What the frame is told when it asks what has changed; null for nothing.</param>
    public async Task<IResponse> Publish(string? comment = null)
    {
        await Page.Locator("button.mud-icon-button.mud-primary-text:visible").First.ClickAsync();
        if (comment is not null) await Page.Locator("#publishing-comment").FillAsync(comment);
        return await Page.RunAndWaitForResponseAsync(() => Page.Locator("#publishing button[value=publish]").ClickAsync(), IsSave);
    }

    /// <summary>
    /// Publishes once more what the server could not take. Whoever publishes is asked only where Studio's own second try was taken before.
    /// </summary>
    public async Task<IResponse> PublishAgain()
    {
        await Expect(Page.Locator("#publishing")).ToBeHiddenAsync();
        var answer = Page.WaitForResponseAsync(IsSave);
        await Page.Locator("button.mud-icon-button.mud-primary-text:visible").First.ClickAsync();
        var yes = Page.Locator("#publishing button[value=publish]");
        while (!answer.IsCompleted)
            if (await yes.IsVisibleAsync()) await yes.ClickAsync();
            else await Task.WhenAny(answer, Task.Delay(100));
        return await answer;
    }

    public Task ClickRun() => Page.Locator("button.mud-icon-button.mud-success-text:visible").First.ClickAsync();

    /// <summary>Runs the workflow and waits for the instance's room.</summary>
    public async Task<string> Run()
    {
        await ClickRun();
        await Page.WaitForURLAsync(new Regex("/studio/instances/"));
        await Expect(Page.Locator(".x6-node").First).ToBeVisibleAsync();
        return Page.Url.Split('/')[^1];
    }

    static bool IsSave(IResponse response) => response.Request.Method == "POST"
        && response.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal);

    void Note(string problem)
    {
        lock (problems) problems.Add(problem);
    }

    /// <summary>No error in the console, no refused request, nothing from outside; but what a test provokes on purpose.</summary>
    public void AssertClean(params string[] expected)
    {
        lock (problems)
            Assert.Equal("", string.Join("\n", problems.Where(problem => !expected.Any(part => problem.Contains(part, StringComparison.Ordinal)))));
        isClean = true;
    }

    /// <summary>A picture for people to look at; set THREESTEP_SCREENSHOTS to a folder to get it.</summary>
    public async Task Picture(string name)
    {
        if (Environment.GetEnvironmentVariable("THREESTEP_SCREENSHOTS") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    /// <summary>Somebody else goes on in the tab, unless a test has failed in it or did not say that it is as it should be.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isClean) Idle(address, user).Add(this);
        else await Page.CloseAsync();
    }
}

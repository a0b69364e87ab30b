using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ThreeStep.Web.Tests.Browser;

/// <summary>What a process owner does in Elsa Studio, clicked in a real browser.</summary>
public sealed class StudioJourneys(RunningServer server, Chromium chromium) : IClassFixture<RunningServer>, IClassFixture<Chromium>
{
    HttpClient Owner => server.As("owner");

    static JsonObject Line(string id, int x, string text, string language = "Literal", int y = 0) => new()
    {
        ["id"] = id,
        ["name"] = id,
        ["type"] = "Elsa.WriteLine",
        ["version"] = 1,
        ["text"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = language, ["value"] = text } },
        ["metadata"] = new JsonObject
        {
            ["designer"] =
            new JsonObject
            {
                ["position"] = new JsonObject { ["x"] = x, ["y"] = y },
                ["size"] = new JsonObject { ["width"] = 160, ["height"] = 56 }
            }
        },
    };

    static JsonObject Flow(string id, params JsonObject[] activities) => new()
    {
        ["definitionId"] = id,
        ["name"] = $"流程 {id}",
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["activities"] = new JsonArray(activities),
            ["connections"] = new JsonArray(activities.Zip(activities.Skip(1)).Select(pair => (JsonNode)new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = pair.First["id"]!.ToString(), ["port"] = "Done" },
                ["target"] = new JsonObject { ["activity"] = pair.Second["id"]!.ToString(), ["port"] = "In" },
            }).ToArray()),
        },
    };

    async Task<JsonNode> Save(JsonObject model, bool publish = true)
    {
        var (status, body) = await Owner.Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = publish });
        Assert.Equal(200, status);
        return body!["workflowDefinition"]!;
    }

    async Task<JsonNode> Instance(string id) => (await Owner.Get($"/elsa/api/workflow-instances/{id}")).Body!;

    async Task<JsonNode> Published(string id) =>
        (await Owner.Get($"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Published")).Body!;

    async Task<string> NewDeal() =>
        (await server.As("rep").Post("/api/deals", new { name = "大订单", amount = 500_000, stage = "Proposing" })).Body!["id"]!.ToString();

    /// <summary>The version of big-order that follows a deal.</summary>
    async Task<int> VersionOf(string dealId)
    {
        JsonNode? instance = null;
        await Calls.Eventually(async () =>
            (instance = (await Owner.Get($"/elsa/api/workflow-instances?definitionId=big-order&correlationId={dealId}")).Body!["items"]!.AsArray()
            .FirstOrDefault()) is not null, "big-order follows the deal");
        return instance!["version"]!.GetValue<int>();
    }

    /// <summary>Studio saves a text by itself, a while after the last key.</summary>
    Task IsSaved(string name, string text) => Calls.Eventually(async () =>
        (await Owner.Get($"/elsa/api/workflow-definitions?searchTerm={name}")).Body!["items"]!.AsArray() is [{ } found, ..]
        && (await Owner.Get($"/elsa/api/workflow-definitions/by-id/{found["id"]}")).Body!.ToJsonString(Workflows.Values.Json.Options)
            .Contains(text, StringComparison.Ordinal), $"'{text}' is saved");

    [BrowserFact]
    public async Task A_workflow_is_built_from_nothing_published_and_run()
    {
        await using var studio = await StudioPage.Open(chromium, server);
        await Expect(studio.Page.GetByText("大订单 Big order")).ToBeVisibleAsync();
        await studio.Picture("list");

        await studio.Create("问候 Greeting");
        await studio.Drop("Flow", "开始", 120, 100);
        await studio.Drop("Console", "写一行", 420, 100);
        await studio.Drop("Console", "写一行", 420, 250);
        await studio.Connect("Start1", "Done", "WriteLine1");
        await studio.Connect("WriteLine1", "Done", "WriteLine2");
        await studio.SetInput("WriteLine1", "要写的文字。", "JavaScript", "`你好 ${1 + 2}`");
        await IsSaved("问候", "`你好 ${1 + 2}`");
        await studio.SetInput("WriteLine2", "要写的文字。", "Liquid", "再见 {{ WorkflowInstanceId }}");
        await IsSaved("问候", "再见 {{ WorkflowInstanceId }}");
        await studio.Picture("built");
        Assert.Equal(200, (await studio.Publish()).Status);
        var id = await studio.Run();

        foreach (var step in (string[])["Start1", "WriteLine1", "WriteLine2"])
        {
            await Expect(studio.Badge(step)).ToHaveTextAsync("1");
            await Expect(studio.Badge(step)).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("mud-theme-success"));
        }
        await studio.Picture("path");
        var said = (await Owner.Get($"/elsa/api/activity-executions/list?workflowInstanceId={id}")).Body!["items"]!.AsArray()
            .Where(item => item!["activityType"]!.ToString() == "Elsa.WriteLine").Select(item => item!["activityState"]!["Text"]!.ToString());
        Assert.Equal(["你好 3", $"再见 {id}"], said);
        // A line that is being drawn has no way yet.
        studio.AssertClean("manhattan");
    }

    [BrowserFact]
    public async Task The_second_visit_takes_Studios_program_from_one_packet()
    {
        await using var studio = await StudioPage.Open(chromium, server);
        await Expect(studio.Page.GetByText("大订单 Big order")).ToBeVisibleAsync();
        await Calls.Eventually(() =>
            studio.Page.EvaluateAsync<bool>("async () => await (await caches.open('studio-program')).match('/studio/program-packet') !== undefined"),
            "the packet is kept");
        var fetched = 0;
        studio.Page.Request += (_, request) => { if (request.Url.EndsWith(".wasm", StringComparison.Ordinal)) fetched++; };

        await studio.Page.ReloadAsync();
        await Expect(studio.Page.GetByText("大订单 Big order")).ToBeVisibleAsync();

        // The runtime itself is compiled while it comes and stays a file of its own.
        Assert.Equal(1, fetched);
        studio.AssertClean();

        // A packet that was spoilt keeps Studio from starting once, and not for ever.
        await studio.Page.EvaluateAsync("""
            async () => {
              const cache = await caches.open("studio-program"), stored = await cache.match("/studio/program-packet"), bytes = await stored.arrayBuffer();
              await cache.put("/studio/program-packet", new Response(new Uint8Array(bytes.byteLength), { headers: stored.headers }));
            }
            """);
        await studio.Page.ReloadAsync();
        await Expect(studio.Page.Locator("#blazor-error-ui")).ToBeVisibleAsync();
        await studio.Page.ReloadAsync();
        await Expect(studio.Page.GetByText("大订单 Big order")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_reminder_is_added_to_big_order_and_only_new_deals_get_it()
    {
        var before = await NewDeal();
        Assert.Equal(1, await VersionOf(before));
        await using var studio = await StudioPage.Open(chromium, server, "workflows/big-order");
        await Expect(studio.Page.Locator(".x6-node").First).ToBeVisibleAsync();
        var nodes = (await Published("big-order"))["root"]!["activities"]!.AsArray().Count;
        await studio.WaitForCanvas(nodes);
        // It is seen whole, from its start; a step's properties unfold when one is chosen.
        await Calls.Eventually(async () => await studio.Page.EvaluateAsync<bool>("""
            () => {
              const canvas = document.querySelector(".x6-graph").getBoundingClientRect();
              return [...document.querySelectorAll(".x6-node")].map((node) => node.getBoundingClientRect()).every((node) =>
                node.left >= canvas.left && node.right <= canvas.right && node.top >= canvas.top && node.bottom <= canvas.bottom);
            }
            """), "the whole workflow is seen");
        await studio.Picture("big-order-whole");

        await studio.Saves(() => studio.Drop("人员", "提醒", 350, 350));
        await studio.Picture("big-order");
        Assert.Equal(200, (await studio.Publish("多提醒一次 One reminder more")).Status);
        var after = await NewDeal();

        Assert.Equal((1, 2), (await VersionOf(before), await VersionOf(after)));
        Assert.Equal(nodes + 1, (await Published("big-order"))["root"]!["activities"]!.AsArray().Count);
        // The new reminder is not connected yet: that is said, and does not stop the publishing.
        await Expect(studio.Page.Locator("#warnings")).ToContainTextAsync("没有连线通到这里");
        studio.AssertClean();

        // On the workflow's page it is seen who changed what, tried on the past, and taken over for the deal that is running.
        await using var owner = await WorkPages.Open(chromium, server, "owner", Screen.Desk, "/process/big-order");
        await owner.Sees("多提醒一次 One reminder more");
        await owner.Page.SelectOptionAsync("#replay-version", "2");
        await owner.Click("试一试", "Try");
        await Expect(owner.Page.Locator("ul.answer")).ToBeVisibleAsync();
        await owner.AssertClean("big-order-tried");
        await owner.Go("/process/big-order");
        await owner.Link("改用 v2", "Take over v2").First.ClickAsync();
        await owner.Page.FillAsync("#move-reason", "进行中的也要 Those that run, too");
        await owner.Page.ClickAsync("form button.primary");
        await owner.Sees("已改用: ");
        Assert.Equal(2, await VersionOf(before));
        await owner.AssertClean("big-order-taken-over");
    }

    [BrowserFact]
    public async Task A_workflow_is_drawn_with_no_line_through_a_step_and_our_steps_come_first_in_the_palette()
    {
        await using var studio = await StudioPage.Open(chromium, server);
        string[] shipped = LongRun.IsWished
            ? ["after-delivery", "approval-request", "big-order", "deal-approval", "key-account-order", "lead-handover", "marketing-campaign",
                "publishing-request", "quiet-customer", "service-case"] : ["after-delivery", "service-case"];
        foreach (var id in shipped)
        {
            await studio.Go($"workflows/{id}");
            await studio.WaitForCanvas((await Published(id))["root"]!["activities"]!.AsArray().Count);
            await Calls.Eventually(async () => await studio.Page.EvaluateAsync<bool>("""
                () => {
                  const steps = [...document.querySelectorAll(".x6-node .elsa-activity")].map((step) => step.getBoundingClientRect());
                  const isIn = (at) => steps.some((step) =>
                    at.x > step.left + 3 && at.x < step.right - 3 && at.y > step.top + 3 && at.y < step.bottom - 3);
                  return steps.length > 0 && [...document.querySelectorAll(".x6-edge path")].every((line) => {
                    const places = Array.from({ length: Math.ceil(line.getTotalLength() / 4) }, (_, index) => line.getPointAtLength(index * 4));
                    return !places.some((place) => isIn(place.matrixTransform(line.getScreenCTM())));
                  });
                }
                """), $"the lines of {id} run beside its steps");
            await studio.Picture($"drawn-{id}");
        }

        var seen = await studio.Page.EvaluateAsync<string>("""
            () => [...document.querySelectorAll(".mud-expand-panel")]
              .sort((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top)[0]
              .querySelector(".mud-expand-panel-text").textContent
            """);
        Assert.Equal("人员 People", seen);
        studio.AssertClean();
    }

    [BrowserFact]
    public async Task A_faulted_instance_shows_its_incident_and_is_retried()
    {
        var model = Flow("faulting", Line("first", 0, "x"), Line("ask", 300, "if (!getReady()) throw new Error('还没准备好'); 'ok'", "JavaScript"));
        model["variables"] = new JsonArray(new JsonObject { ["id"] = "Ready", ["name"] = "Ready", ["typeName"] = "Boolean", ["value"] = "false" });
        await Save(model);
        var id = (await Owner.Post("/elsa/api/workflow-definitions/faulting/execute")).Body!["workflowState"]!["id"]!.ToString();
        await using var studio = await StudioPage.Open(chromium, server, $"instances/{id}");

        await Expect(studio.Badge("ask")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("mud-theme-error"));
        await studio.Page.GetByRole(AriaRole.Tab, new() { Name = "Incidents" }).ClickAsync();
        await Expect(studio.Page.GetByText("还没准备好").First).ToBeVisibleAsync();
        await studio.Picture("incident");

        await Owner.Post($"/elsa/api/workflow-instances/{id}/variables", new { variables = new[] { new { id = "Ready", value = true } } });
        await studio.Page.ClickAsync("#try-again");
        await Expect(studio.Badge("ask")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("mud-theme-success"));
        await Expect(studio.Page.Locator("#faulted")).ToBeHiddenAsync();
        Assert.Equal("Finished", (await Instance(id))["subStatus"]!.ToString());
        studio.AssertClean();
    }

    static JsonObject Waiting(string id)
    {
        var wait = Line("wait", 300, "");
        (wait["type"], wait["eventName"]) =
            ("Elsa.Event",
            new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = $"go-{id}" } });
        wait.Remove("text");
        return Flow(id, Line("first", 0, "x"), wait, Line("last", 600, "y"));
    }

    [BrowserFact]
    public async Task A_running_instance_is_watched_live_and_another_cancelled()
    {
        await Save(Waiting("waiting"));
        async Task<string> Start() => (await Owner.Post("/elsa/api/workflow-definitions/waiting/execute")).Body!["workflowState"]!["id"]!.ToString();
        var (watched, cancelled) = (await Start(), await Start());
        await using var studio = await StudioPage.Open(chromium, server, $"instances/{watched}");
        await Expect(studio.Badge("first")).ToHaveTextAsync("1");
        await Calls.Eventually(() =>
            Task.FromResult(studio.Sockets.Exists(socket => socket.Contains("/elsa/hubs/workflow-instance", StringComparison.Ordinal))),
            "Studio listens");

        await Owner.Post("/elsa/api/events/go-waiting/trigger", new { workflowInstanceId = watched });
        await Expect(studio.Badge("last")).ToHaveTextAsync("1");

        await studio.Page.ClickAsync("[data-room=instances]");
        var row = studio.Page.Locator("tr").Filter(new() { HasText = "Suspended" }).Filter(new() { HasText = "流程 waiting" });
        studio.Page.Dialog += (_, asked) => asked.AcceptAsync("客户改主意了");
        await studio.Choose(row, "Cancel");
        await studio.Page.Locator(".mud-dialog button").Last.ClickAsync();
        await Calls.Eventually(async () => (await Instance(cancelled))["subStatus"]!.ToString() == "Cancelled", "the instance is cancelled");
        await using (var database = server.Store.Query()) Assert.Contains(database.Audit, line => line.Subject == cancelled
            && line.Detail!.Contains("客户改主意了"));
        await studio.Picture("instances");
        studio.AssertClean();
    }

    [BrowserFact]
    public async Task An_older_version_is_brought_back_and_a_workflow_is_exported_deleted_and_imported()
    {
        await Save(Flow("history", Line("old", 0, "x")));
        await Save(Flow("history", Line("new", 0, "x")));
        await using var studio = await StudioPage.Open(chromium, server, "workflows/history");
        await studio.WaitForCanvas(1);

        await studio.Page.GetByRole(AriaRole.Tab, new() { Name = "Version history" }).ClickAsync();
        await studio.Choose(studio.Page.Locator("tr").Filter(new() { Has = studio.Page.Locator("td:text-is('1')") }), "Rollback to this version");
        await Expect(studio.Node("old")).ToBeVisibleAsync();
        await studio.Picture("rolled-back");
        Assert.Equal("3", (await Owner.Get("/elsa/api/workflow-definitions/by-definition-id/history?versionOptions=Latest")).Body!["version"]!.ToString());

        await studio.Page.ClickAsync("[data-room=workflows]");
        // The list shows ten at a time.
        await studio.Page.GetByPlaceholder("Search on Id").FillAsync("history");
        var row = studio.Page.Locator("tr").Filter(new() { HasText = "history" });
        await studio.Choose(row, "Export");
        var file = await studio.Page.RunAndWaitForDownloadAsync(() => studio.Page.Locator(".mud-dialog button").Last.ClickAsync());
        var path = Path.Combine(server.Folder, file.SuggestedFilename);
        await file.SaveAsAsync(path);
        await studio.Choose(row, "Delete");
        await studio.Page.Locator(".mud-dialog button").Last.ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        Assert.Equal(404, (await Owner.Get("/elsa/api/workflow-definitions/history")).Status);

        await studio.Page.Locator("input[type=file]").First.SetInputFilesAsync(path);
        await Expect(row).ToBeVisibleAsync();
        Assert.Contains("\"old\"", (await Owner.Get("/elsa/api/workflow-definitions/history")).Body!.ToJsonString(), StringComparison.Ordinal);
        studio.AssertClean();
    }

    [BrowserFact]
    public async Task A_second_editor_is_told_and_overwrites_nothing()
    {
        await Save(Flow("shared", Line("first", 0, "x")), publish: false);
        await using var mine = await StudioPage.Open(chromium, server, "workflows/shared");
        await using var theirs = await StudioPage.Open(chromium, server, "workflows/shared");
        await mine.WaitForCanvas(1);
        await theirs.WaitForCanvas(1);

        await theirs.Saves(() => theirs.Drop("Console", "写一行", 300, 300));
        await mine.Saves(() => mine.Drop("Console", "写一行", 300, 200));
        await Expect(mine.Page.Locator("#conflict")).ToBeVisibleAsync();
        await mine.Picture("conflict");
        var saved = (await Owner.Get("/elsa/api/workflow-definitions/by-definition-id/shared")).Body!;
        var kept = saved["root"]!["activities"]![1]!["metadata"]!["designer"]!["position"]!;
        var drawn = await theirs.Node("WriteLine").GetAttributeAsync("transform");
        Assert.Equal($"translate({kept["x"]},{kept["y"]})", drawn);

        await mine.Page.ClickAsync("#reload");
        await mine.WaitForCanvas(2);
        mine.AssertClean("409");
        theirs.AssertClean();
    }

    [BrowserFact]
    public async Task What_cannot_work_is_not_published_and_Studio_says_why()
    {
        await Save(Flow("broken", Line("first", 0, "1 +", "JavaScript")), publish: false);
        await using var studio = await StudioPage.Open(chromium, server, "workflows/broken");
        await studio.WaitForCanvas(1);

        Assert.Equal(400, (await studio.Publish()).Status);

        await Expect(studio.Page.Locator(".mud-snackbar").Filter(new() { HasText = "first: text 中的脚本第 1 行无效" })).ToBeVisibleAsync();
        Assert.Equal(404, (await Owner.Get("/elsa/api/workflow-definitions/by-definition-id/broken?versionOptions=Published")).Status);
        studio.AssertClean("400");
    }

    [BrowserFact]
    public async Task Where_a_second_person_must_agree_Studio_says_who_is_asked_and_not_that_it_is_published()
    {
        await Save(Flow("agreed", Line("first", 0, "x")), publish: false);
        var admin = server.As("admin");
        await admin.Patch("/api/company", new JsonObject { ["publishingNeedsYes"] = true });
        try
        {
            await using var studio = await StudioPage.Open(chromium, server, "workflows/agreed");
            await studio.WaitForCanvas(1);

            Assert.Equal(202, (await studio.Publish()).Status);

            await Expect(studio.Page.Locator(".mud-snackbar").Filter(new() { HasText = "另一人同意后立即发布" })).ToBeVisibleAsync();
            await Expect(studio.Page.Locator(".mud-snackbar").Filter(new() { HasText = "published" })).ToHaveCountAsync(0);
            await studio.Picture("asks-a-second-person");
            studio.AssertClean();
        }
        finally { await admin.Patch("/api/company", new JsonObject { ["publishingNeedsYes"] = false }); }
    }

    [BrowserFact]
    public async Task A_workflow_that_needs_an_input_is_not_run_without_it_and_Studio_says_which()
    {
        var model = Flow("needy", Line("first", 0, "x"));
        model["inputs"] = new JsonArray(new JsonObject { ["name"] = "Customer", ["type"] = "String", ["isRequired"] = true });
        await Save(model);
        await using var studio = await StudioPage.Open(chromium, server, "workflows/needy");
        await studio.WaitForCanvas(1);

        var answer = await studio.Page.RunAndWaitForResponseAsync(studio.ClickRun,
            response => response.Url.EndsWith("/needy/execute", StringComparison.Ordinal));

        Assert.Equal(400, answer.Status);
        await Expect(studio.Page.Locator("#unsaved")).ToContainTextAsync("Customer");
        await studio.Picture("not-run");
        Assert.Equal("0", (await Owner.Get("/elsa/api/workflow-instances?definitionId=needy")).Body!["totalCount"]!.ToString());
        studio.AssertClean("400");
    }

    [BrowserFact]
    public async Task While_the_store_cannot_be_used_Studio_says_why_and_afterwards_saves_again()
    {
        await Save(Flow("unlucky", Line("first", 0, "x")), publish: false);
        await using var studio = await StudioPage.Open(chromium, server, "workflows/unlucky");
        await studio.WaitForCanvas(1);
        using (var connection = new SqliteConnection($"Data Source={server.Store.Name};Pooling=False"))
        {
            connection.Open();
            using var held = connection.BeginTransaction(deferred: false);

            Assert.Equal(503, (await studio.Publish()).Status);
            await Expect(studio.Page.Locator("#unsaved")).ToContainTextAsync("锁定");
            await studio.Picture("store-away");
        }

        await Calls.Eventually(async () => (await server.Admin.Get("/health/ready")).Status == 200, "the store works again");
        Assert.Equal(200, (await studio.PublishAgain()).Status);
        await Expect(studio.Page.Locator("#publishing")).ToBeHiddenAsync();
        await Expect(studio.Page.Locator("#unsaved")).ToBeHiddenAsync();
        studio.AssertClean("503");
    }

    [BrowserFact]
    public async Task Three_hundred_activities_open_and_save()
    {
        await Save(Flow("large",
            Enumerable.Range(0, 300).Select(number => Line($"步骤{number}", number % 20 * 240, "x", y: number / 20 * 120)).ToArray()));
        await using var studio = await StudioPage.Open(chromium, server, "workflows/large");
        await studio.WaitForCanvas(300);

        await studio.Page.Locator("#room input[required]").First.FillAsync("三百步 Three hundred");
        await studio.Saves(() => studio.Page.Keyboard.PressAsync("Tab"));
        await studio.Picture("large");

        var saved = (await Owner.Get("/elsa/api/workflow-definitions/by-definition-id/large?versionOptions=Latest")).Body!;
        Assert.Equal(("三百步 Three hundred", 300), (saved["name"]!.ToString(), saved["root"]!["activities"]!.AsArray().Count));
        studio.AssertClean();
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.SignalR.Client;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Web.Tests;

/// <summary>Changing running instances by hand, pausing the runtime, instance files, live updates, and saving side by side.</summary>
public sealed class ElsaManagementTests(RunningServer server) : IClassFixture<RunningServer>
{
    HttpClient Owner => server.As("owner");

    static JsonObject Model(string id, string last = "last") => (JsonObject)JsonNode.Parse($$"""
        { "definitionId": "{{id}}", "name": "{{id}}", "variables": [{ "id": "Amount", "name": "Amount", "typeName": "Int32", "value": "1" }], "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1,
          "activities": [ { "id": "wait", "type": "Elsa.Event", "version": 1, "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "go-{{id}}" } } },
                          { "id": "{{last}}", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "JavaScript", "value": "`${getAmount()}`" } } } ],
          "connections": [ { "source": { "activity": "wait", "port": "Done" }, "target": { "activity": "{{last}}", "port": "In" } } ] } }
        """)!;

    async Task<JsonNode> Save(JsonObject model, bool publish = true)
    {
        var (status, body) = await Owner.Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = publish });
        Assert.Equal(200, status);
        return body!["workflowDefinition"]!;
    }

    async Task<string> Start(string id) =>
        (await Owner.Post($"/elsa/api/workflow-definitions/{id}/execute")).Body!["workflowState"]!["id"]!.ToString();

    async Task<JsonNode> Instance(string id) => (await Owner.Get($"/elsa/api/workflow-instances/{id}")).Body!;

    async Task<string[]> Said(string id) => (await Owner.Get($"/elsa/api/activity-executions/list?workflowInstanceId={id}")).Body!["items"]!.AsArray()
        .Where(item => item!["activityType"]!.ToString() == "Elsa.WriteLine").Select(item => item!["activityState"]!["Text"]!.ToString()).ToArray();

    async Task<string> New(string name)
    {
        var model = Model("unused");
        model.Remove("definitionId");
        model["name"] = name;
        return (await Save(model, publish: false))["definitionId"]!.ToString();
    }

    /// <summary>Words that some address has where another has the id of a workflow.</summary>
    HashSet<string> WordsBesideIds()
    {
        static bool IsId(RoutePatternPathSegment segment) => segment is { IsSimple: true, Parts: [RoutePatternParameterPart part] }
            && part.Name.Equals("definitionId", StringComparison.OrdinalIgnoreCase);
        static string Before(RoutePattern route, int count) => string.Join('/', route.PathSegments.Take(count).Select(segment =>
            segment.Parts is [RoutePatternLiteralPart literal] ? literal.Content : "{}"));
        var routes = server.Routes.Select(route => route.RoutePattern).ToList();
        var places = routes.SelectMany(route => route.PathSegments.Index().Where(each => IsId(each.Item)).Select(each => Before(route, each.Index)))
            .ToHashSet();
        return routes.SelectMany(route => route.PathSegments.Index()
            .Where(each => each.Item.Parts is [RoutePatternLiteralPart] && places.Contains(Before(route, each.Index)))
            .Select(each => ((RoutePatternLiteralPart)each.Item.Parts[0]).Content)).ToHashSet();
    }

    [Fact]
    public async Task A_new_workflow_can_be_opened_whatever_it_is_called()
    {
        var words = WordsBesideIds();
        Assert.Superset(new HashSet<string> { "endpoints", "outbox", "many-by-id" }, words);

        foreach (var word in words.Union(["instances", "definitions"])) Assert.Equal($"{word}-2", await New(word.Replace('-', ' ')));
        var (status, refused) = await Owner.Post("/elsa/api/workflow-definitions",
            new JsonObject { ["model"] = Model("Outbox"), ["publish"] = false });
        Assert.Equal((400, true), (status, refused!["errors"]!.AsObject().ContainsKey("definitionId")));
    }

    [Fact]
    public async Task A_new_workflow_is_called_by_its_name_and_never_as_one_that_was()
    {
        Assert.Equal("reach-cafe-no-7", await New("三访 Reach: Café no. 7!"));
        Assert.Equal("reach-cafe-no-7-2", await New("Reach Cafe (No 7)"));
        await Owner.DeleteAsync("/elsa/api/workflow-definitions/reach-cafe-no-7-2");
        Assert.Equal("reach-cafe-no-7-3", await New("Reach Cafe No 7"));
        Assert.Matches("^[0-9a-z]{8,}$", await New("三访"));
        var onlyVersion = (await Owner.Get($"/elsa/api/workflow-definitions/{await New("Gone by versions")}")).Body!["id"]!.ToString();
        await Owner.DeleteAsync($"/elsa/api/workflow-definition-versions/{onlyVersion}");
        Assert.Equal("gone-by-versions-2", await New("Gone by versions"));
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => New("At once")));
        Assert.Equal(6, atOnce.Distinct().Count());
        Assert.Contains("at-once", atOnce);
    }

    [Fact]
    public async Task A_caller_may_give_variables_and_the_activity_to_begin_with()
    {
        await Save(Model("given"));
        const string execute = "/elsa/api/workflow-definitions/given/execute", dispatch = "/elsa/api/workflow-definitions/given/dispatch";

        var id = (await Owner.Post(execute,
            new
            {
                variables = new Dictionary<string, object> { ["Amount"] = 12 },
                triggerActivityId = "last"
            })).Body!["workflowState"]!["id"]!.ToString();
        Assert.Equal(["12"], await Said(id));
        var later = (await Owner.Post(dispatch,
            new
            {
                variables = new Dictionary<string, object> { ["Amount"] = 13 },
                triggerActivityId = "wait"
            })).Body!["workflowInstanceId"]!.ToString();
        await Calls.Eventually(async () => (await Said(later)).SequenceEqual(["13"]), "the event that starts the workflow counts as received");

        Assert.Equal(400, (await Owner.Post(execute, new { variables = new Dictionary<string, object> { ["Amuont"] = 1 } })).Status);
        Assert.Equal(400, (await Owner.Post(dispatch, new { variables = new Dictionary<string, object> { ["Amount"] = "many" } })).Status);
        Assert.Equal(400, (await Owner.Post(execute, new { triggerActivityId = "nowhere" })).Status);
        var waiting = await Start("given");
        Assert.Equal(400, (await Owner.Post($"/elsa/api/workflow-instances/{waiting}/variables",
            new { variables = new[] { new { id = "Amount", value = "many" } } })).Status);
    }

    [Fact]
    public async Task Alterations_are_run_at_once_and_their_log_is_told()
    {
        await Save(Model("altered"));
        var id = await Start("altered");

        var result = (await Owner.Post("/elsa/api/alterations/run", new
        {
            workflowInstanceIds = new[] { id, "nowhere" },
            alterations = new object[] { new { type = "ModifyVariable", variableId = "Amount", value = 7 },
                new { type = "ScheduleActivity", activityId = "last" }, new { type = "CancelActivity", activityId = "wait" } },
        })).Body!["results"]!;

        Assert.Equal(("true", "false"), (result[0]!["isSuccessful"]!.ToString(), result[1]!["isSuccessful"]!.ToString()));
        Assert.Equal(3, result[0]!["log"]!["logEntries"]!.AsArray().Count);
        Assert.Equal(["7"], await Said(id));
        Assert.Equal("Finished", (await Instance(id))["subStatus"]!.ToString());
        Assert.Equal(400, (await Owner.Post("/elsa/api/alterations/run",
            new { workflowInstanceIds = new[] { id }, alterations = new[] { new { type = "Explode" } } })).Status);
    }

    [Fact]
    public async Task A_plan_moves_all_instances_of_a_version_to_the_next()
    {
        var first = await Save(Model("planned"));
        var ids = new[] { await Start("planned"), await Start("planned") };
        await Save(Model("planned", last: "better"));
        var filter = new { definitionVersionIds = new[] { first["id"]!.ToString() } };

        Assert.Equal(2, (await Owner.Post("/elsa/api/alterations/dry-run", filter)).Body!["workflowInstanceIds"]!.AsArray().Count);
        Assert.Empty((await Owner.Post("/elsa/api/alterations/dry-run")).Body!["workflowInstanceIds"]!.AsArray());
        var plan = (await Owner.Post("/elsa/api/alterations/submit",
            new { filter, alterations = new[] { new { type = "Migrate", targetVersion = 2 } } })).Body!["planId"]!.ToString();
        await Calls.Eventually(async () => (await Owner.Get($"/elsa/api/alterations/{plan}")).Body!["plan"]!["status"]!.ToString() == "Completed",
            "the plan is carried out");

        var jobs = (await Owner.Get($"/elsa/api/alterations/{plan}")).Body!["jobs"]!.AsArray();
        Assert.All(jobs, job =>
            Assert.Equal(("Completed", "Migrate succeeded"), (job!["status"]!.ToString(), job["log"]![0]!["message"]!.ToString())));
        foreach (var id in ids) Assert.Equal("2", (await Instance(id))["version"]!.ToString());
        await Owner.Post("/elsa/api/events/go-planned/trigger", new { workflowExecutionMode = "Synchronous" });
        foreach (var id in ids) Assert.Equal(["1"], await Said(id));
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("&status=Running", 3)]
    [InlineData("&status=Running&orderBy=UpdatedAt", 3)]
    [InlineData("&hasIncidents=false&orderBy=Name", 3)]
    [InlineData("&hasIncidents=true", 0)]
    [InlineData("&searchTerm=listed", 3)]
    public async Task A_list_counts_what_fits_also_where_its_last_page_is_full(string filter, int count)
    {
        if ((await Owner.Get("/elsa/api/workflow-definitions/listed")).Status == 404)
        {
            await Save(Model("listed"));
            for (var number = 0; number < 3; number++) await Start("listed");
        }

        foreach (var size in (int[])[1, 2, 3])
        {
            var pages = new List<string>();
            for (var page = 0; page * size < 3; page++)
            {
                var list = (await Owner.Get($"/elsa/api/workflow-instances?definitionId=listed&page={page}&pageSize={size}{filter}")).Body!;
                Assert.Equal($"{count}", list["totalCount"]!.ToString());
                pages.AddRange(list["items"]!.AsArray().Select(item => item!["id"]!.ToString()));
            }
            Assert.Equal(count, pages.Distinct().Count());
        }
    }

    [Fact]
    public async Task One_activity_is_tried_without_a_trace()
    {
        var version = (await Save(Model("tried")))["id"]!.ToString();

        var test = (await Owner.Post("/elsa/api/tests/activities",
            new { workflowDefinitionHandle = new { definitionVersionId = version }, activityHandle = new { activityId = "last" } })).Body!;

        Assert.Equal(("Completed", "1"), (test["status"]!.ToString(), test["activityState"]!["Text"]!.ToString()));
        Assert.Equal("0", (await Owner.Get("/elsa/api/workflow-instances?definitionId=tried")).Body!["totalCount"]!.ToString());
        Assert.Equal(404, (await Owner.Post("/elsa/api/tests/activities",
            new { workflowDefinitionHandle = new { definitionVersionId = version }, activityHandle = new { activityId = "nowhere" } })).Status);
    }

    [Fact]
    public async Task An_instance_goes_to_a_file_and_lives_on_from_it()
    {
        await Save(Model("moved"));
        var id = await Start("moved");
        using var export = await Owner.GetAsync($"/elsa/api/workflow-instances/{id}/export");
        var file = await export.Content.ReadAsByteArrayAsync();
        MultipartFormDataContent Upload() => new() { { new ByteArrayContent(file), "files", "instance.json" } };

        Assert.Equal(409, (await Owner.Post("/elsa/api/bulk-actions/import/workflow-instances", Upload())).Status);
        Assert.Equal(204, (await Owner.Call(HttpMethod.Delete, $"/elsa/api/workflow-instances/{id}")).Status);
        Assert.Equal("1", (await Owner.Post("/elsa/api/bulk-actions/import/workflow-instances", Upload())).Body!["imported"]!.ToString());

        await Owner.Post("/elsa/api/events/go-moved/trigger", new { workflowExecutionMode = "Synchronous" });
        Assert.Equal(["1"], await Said(id));
        Assert.Equal(400, (await Owner.Post("/elsa/api/bulk-actions/import/workflow-instances",
            new MultipartFormDataContent { { new StringContent("{}"), "files", "foreign.json" } })).Status);
    }

    [Fact]
    public async Task What_stops_a_publishing_names_the_activity_and_the_draft_is_kept()
    {
        var model = Model("checked");
        model["root"]!["activities"]![1]!["text"]!["expression"]!["value"] = "1 +";
        var chinese = Owner;
        chinese.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("zh-CN"));

        var (status, problem) = await chinese.Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true });

        Assert.Equal(400, status);
        Assert.StartsWith("last: text 中的脚本第 1 行无效", problem!["errors"]!["root"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("False", (await Owner.Get("/elsa/api/workflow-definitions/checked")).Body!["isPublished"]!.GetValue<bool>().ToString());
        Assert.Equal(400, (await Owner.Post("/elsa/api/workflow-definitions/checked/publish")).Status);
        Assert.Equal("checked",
            (await Owner.Post("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids",
            new { definitionIds = new[] { "checked" } })).Body!["failed"]![0]!.ToString());
    }

    [Fact]
    public async Task A_save_that_is_based_on_something_old_is_refused()
    {
        await Save(Model("side-by-side"), publish: false);
        using var read = await Owner.GetAsync("/elsa/api/workflow-definitions/side-by-side");
        async Task<HttpStatusCode> SaveFrom(EntityTagHeaderValue mark, string last)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post,
                "/elsa/api/workflow-definitions")
            {
                Content =
                new StringContent(new JsonObject { ["model"] = Model("side-by-side", last) }.ToJsonString(), Encoding.UTF8, "application/json")
            };
            request.Headers.IfMatch.Add(mark);
            using var answer = await Owner.SendAsync(request);
            return answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await SaveFrom(read.Headers.ETag!, "theirs"));
        Assert.Equal(HttpStatusCode.Conflict, await SaveFrom(read.Headers.ETag!, "mine"));
        Assert.Contains("theirs", (await Owner.Get("/elsa/api/workflow-definitions/side-by-side")).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await SaveFrom(EntityTagHeaderValue.Any, "mine"));
    }

    [Fact]
    public async Task The_hub_tells_of_each_burst_to_those_who_may_hear_it()
    {
        await Save(Model("heard"));
        var id = await Start("heard");
        HubConnection Connect(string key) =>
            new HubConnectionBuilder()
            .WithUrl($"{server.Address}/elsa/hubs/workflow-instance", options => options.AccessTokenProvider = () => Task.FromResult<string?>(key))
            .Build();
        await using var connection = Connect("key-of-owner");
        var stats = new TaskCompletionSource<JsonNode>();
        connection.On<JsonNode>("ActivityExecutionLogUpdatedAsync", message => stats.TrySetResult(message));
        await connection.StartAsync();
        await connection.InvokeAsync("ObserveInstanceAsync", id);

        await Owner.Post("/elsa/api/events/go-heard/trigger");

        var told = (await stats.Task.WaitAsync(TimeSpan.FromMinutes(1)))["stats"]!.AsArray();
        Assert.Equal("1", told.First(stat => stat!["activityId"]!.ToString() == "last")!["completedCount"]!.ToString());
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => connection.InvokeAsync("ObserveInstanceAsync", "nowhere"));
        await using var rep = Connect("key-of-rep");
        await Assert.ThrowsAsync<HttpRequestException>(() => rep.StartAsync());
    }

    [Fact]
    public async Task What_failed_too_often_waits_for_a_person_who_lets_it_run_again()
    {
        await Save(Model("dead"));
        var document = new QueuedStimulus.StartInstance("late-one", "dead", []).ToDocument();
        await server.Runtime.Record(transaction =>
            transaction.Database.Stimuli.Add(new StimulusRow
            {
                Document = document,
                CreatedAt = DateTimeOffset.UtcNow,
                Attempts = 1,
                FailedAt = DateTimeOffset.UtcNow,
                LastError = "the disk was full"
            }));

        var letter = Assert.Single((await Owner.Get("/elsa/api/bookmark-queue/dead-letters?workflowInstanceId=late-one")).Body!["items"]!.AsArray())!;
        Assert.Equal("the disk was full", letter["reason"]!.ToString());
        Assert.Equal("true", (await Owner.Post($"/elsa/api/bookmark-queue/dead-letters/{letter["id"]}/replay")).Body!["replayed"]!.ToString());

        Assert.Equal("Suspended", (await Instance("late-one"))["subStatus"]!.ToString());
        Assert.Equal(404, (await Owner.Get($"/elsa/api/bookmark-queue/dead-letters/{letter["id"]}")).Status);
    }
}

/// <summary>Pausing stops everything on the server, so it has one of its own.</summary>
public sealed class RuntimePauseTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_paused_runtime_takes_up_nothing_and_loses_nothing()
    {
        var line = JsonNode.Parse("""{ "definitionId": "line", "name": "line", "root": { "id": "say", "type": "Elsa.WriteLine", "version": 1 } }""");
        await server.As("owner").Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = line, ["publish"] = true });
        Assert.Equal(403, (await server.As("owner").Post("/elsa/api/admin/workflow-runtime/pause")).Status);

        var paused = (await server.Admin.Post("/elsa/api/admin/workflow-runtime/pause", new { reason = "maintenance" })).Body!["state"]!;
        Assert.Equal(("AdministrativePause", "maintenance"), (paused["reason"]!.ToString(), paused["pauseReasonText"]!.ToString()));
        Assert.Equal(503, (await server.As("owner").Post("/elsa/api/workflow-definitions/line/execute")).Status);
        var id = (await server.As("owner").Post("/elsa/api/workflow-definitions/line/dispatch")).Body!["workflowInstanceId"]!.ToString();
        Assert.Equal(404, (await server.As("owner").Get($"/elsa/api/workflow-instances/{id}")).Status);

        Assert.Equal("None", (await server.Admin.Post("/elsa/api/admin/workflow-runtime/resume")).Body!["state"]!["reason"]!.ToString());
        await Calls.Eventually(async () => (await server.As("owner").Get($"/elsa/api/workflow-instances/{id}")).Status == 200,
            "what was dispatched meanwhile is carried out");

        Assert.Equal(200, (await server.Admin.Get("/health/ready")).Status);

        Assert.Contains("Restart the server", (await server.Admin.Post("/elsa/api/admin/workflow-runtime/force-drain")).Body!["message"]!.ToString(),
            StringComparison.Ordinal);
        var (status, problem) = await server.Admin.Get("/health/ready");
        Assert.Equal(503, status);
        Assert.Contains("Restart the server", problem!["detail"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(409, (await server.Admin.Post("/elsa/api/admin/workflow-runtime/resume")).Status);
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using ThreeStep.Orders.People;

namespace ThreeStep.Web.Tests;

/// <summary>
/// Rights per workflow, tried at every way in: whatever is said about a workflow, whoever may not do something gets nowhere by any route. A new route
/// about workflows fails here until somebody has said which right it asks for.
/// </summary>
public sealed partial class WorkflowAccessApiTests(RunningServer server) : IClassFixture<RunningServer>
{
    const string Workflow = "guarded", Secret = "secret-of-the-case";

    /// <summary>What a way in asks for. To mend is to see and to edit.</summary>
    public enum Asks { See, Edit, Publish, Start, Mend }

    /// <param name="Route">As it is mapped; {d} stands for the workflow, {i} for an instance that waits, {f} for one that has finished.</param>
    sealed record Way(Asks Asks, string Verb, string Route, string Address, object? Body = null);

    static Way Of(Asks asks, string verb, string route, object? body = null, string query = "") => new(asks, verb, route,
        route.Replace("{definitionId}", "{d}", StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal)
            .Replace("{activityId}", "wait", StringComparison.Ordinal).Replace("{name}", "mine", StringComparison.Ordinal)
            .Replace("{stepId}", "wait", StringComparison.Ordinal)
            .Replace("{instanceId}", "{f}", StringComparison.Ordinal) + query, body);

    const string Elsa = "/elsa/api/", Instance = $"{Elsa}workflow-instances/{{id}}", Api = "/api/workflows/{definitionId}/";
    const string Definition = $"{Elsa}workflow-definitions/{{definitionId}}";

    static object Model(string text) => new
    {
        definitionId = Workflow,
        name = Workflow,
        isPublished = false,
        variables = new[] { new { id = "v", name = "Note", typeName = "String", value = "" } },
        root = new
        {
            id = "wait",
            type = "Elsa.Event",
            version = 1,
            eventName = new { typeName = "String", expression = new { type = "Literal", value = text } },
        },
    };

    static readonly object Ids = new { ids = new[] { "{i}" } }, These = new { workflowInstanceIds = new[] { "{i}" } },
        All = new { definitionIds = new[] { Workflow } }, Altered = new
        {
            workflowInstanceIds = new[] { "{i}" },
            filter = new { workflowInstanceIds = new[] { "{i}" } },
            alterations = new[] { new { type = "Cancel" } },
        };

    static readonly Way[] Ways =
    [
        Of(Asks.See, "GET", $"{Elsa}workflow-instances", query: $"?definitionId={Workflow}"),
        Of(Asks.See, "POST", $"{Elsa}workflow-instances", new { searchTerm = Secret }),
        Of(Asks.See, "GET", Instance), Of(Asks.See, "GET", $"{Instance}/execution-state"), Of(Asks.See, "GET", $"{Instance}/journal"),
        Of(Asks.See, "POST", $"{Instance}/journal"), Of(Asks.See, "GET", $"{Instance}/journal/{{activityId}}"),
        Of(Asks.See, "GET", $"{Instance}/variables"), Of(Asks.See, "GET", $"{Instance}/export"), Of(Asks.See, "POST", $"{Instance}/export"),
        Of(Asks.See, "GET", $"{Elsa}activity-executions/list", query: "?workflowInstanceId={i}"),
        Of(Asks.See, "GET", $"{Elsa}activity-execution-summaries/list", query: "?workflowInstanceId={i}"),
        Of(Asks.See, "GET", $"{Elsa}activity-executions/count", query: "?workflowInstanceId={i}"),
        Of(Asks.See, "GET", $"{Elsa}activity-executions/by-id", query: "?id={e}"),
        new(Asks.See, "GET", $"{Elsa}activity-executions/{{id}}", $"{Elsa}activity-executions/{{e}}"),
        new(Asks.See, "GET", $"{Elsa}activity-executions/{{id}}/call-stack", $"{Elsa}activity-executions/{{e}}/call-stack"),
        Of(Asks.See, "POST", $"{Elsa}activity-executions/report", new { workflowInstanceId = "{i}", activityNodeIds = new[] { "Workflow1:wait" } }),
        Of(Asks.See, "GET", $"{Elsa}bulk-actions/export/workflow-instances", Ids),
        Of(Asks.See, "POST", $"{Elsa}bulk-actions/export/workflow-instances", Ids),
        Of(Asks.See, "POST", $"{Elsa}alterations/dry-run", new { filter = new { definitionIds = new[] { Workflow } } }),
        new(Asks.See, "GET", $"{Elsa}alterations/{{id}}", $"{Elsa}alterations/{{plan}}"),
        Of(Asks.See, "GET", $"{Api}figures"), Of(Asks.See, "GET", $"{Api}stays"), Of(Asks.See, "GET", $"{Api}moves"),
        new(Asks.See, "GET", "/api/moves/{id}", "/api/moves/{move}"),
        new(Asks.See, "GET", "/api/moves/{id}/instances", "/api/moves/{move}/instances"),
        Of(Asks.See, "GET", $"{Api}replays"), Of(Asks.See, "POST", $"{Api}replays", new { version = 1 }),
        new(Asks.See, "GET", "/api/replays/{id}", "/api/replays/{replay}"),
        new(Asks.See, "PATCH", "/api/replays/{id}", "/api/replays/{replay}", new { status = "Cancelled" }),
        new(Asks.See, "GET", "/api/replays/{id}/cases/{instanceId}", "/api/replays/{replay}/cases/{f}"),
        Of(Asks.See, "POST", $"{Api}scenarios/of-case/{{instanceId}}"),

        Of(Asks.Mend, "POST", $"{Instance}/variables", new { variables = new[] { new { id = "v", value = "changed" } } }),
        Of(Asks.Mend, "DELETE", Instance), Of(Asks.Mend, "POST", $"{Elsa}cancel/workflow-instances/{{id}}"),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/cancel/workflow-instances", new { definitionId = Workflow }),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/delete/workflow-instances", new { workflowDefinitionId = Workflow }),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/delete/workflow-instances/by-id", Ids),
        Of(Asks.Mend, "POST", $"{Elsa}alterations/run", Altered), Of(Asks.Mend, "POST", $"{Elsa}alterations/submit", Altered),
        Of(Asks.Mend, "POST", $"{Elsa}alterations/workflows/retry", These), Of(Asks.Mend, "GET", $"{Elsa}alterations/workflows/retry", These),
        new(Asks.Mend, "POST", $"{Elsa}events/{{eventName}}/trigger", $"{Elsa}events/first/trigger", new { workflowInstanceId = "{i}" }),
        Of(Asks.Mend, "POST", $"{Elsa}bulk-actions/import/workflow-instances", "instance"),
        Of(Asks.Mend, "POST", $"{Api}moves", new { version = 2, reason = "x" }), Of(Asks.Mend, "POST", $"{Api}moves/preview", new { version = 2 }),
        Of(Asks.Mend, "POST", $"{Api}moves", new { mend = new { kind = "End" }, instanceIds = new[] { "{i}" }, reason = "x" }),
        new(Asks.Mend, "POST", "/api/moves/{id}/undo", "/api/moves/{move}/undo"),

        Of(Asks.Edit, "POST", $"{Elsa}workflow-definitions", new { model = Model("slipped in"), publish = false }),
        Of(Asks.Edit, "POST", $"{Elsa}workflow-definitions/import", Model("slipped in")),
        Of(Asks.Edit, "PUT", $"{Elsa}workflow-definitions/import", Model("slipped in")),
        Of(Asks.Edit, "POST", $"{Definition}/import", Model("slipped in")), Of(Asks.Edit, "PUT", $"{Definition}/import", Model("slipped in")),
        Of(Asks.Edit, "POST", $"{Elsa}workflow-definitions/import-files", "definition"),
        Of(Asks.Edit, "POST", $"{Definition}/revert/{{version:int}}"), Of(Asks.Edit, "DELETE", Definition),
        Of(Asks.Edit, "DELETE", $"{Definition}/version/{{version:int}}"),
        new(Asks.Edit, "DELETE", $"{Elsa}workflow-definition-versions/{{id}}", $"{Elsa}workflow-definition-versions/{{v}}"),
        Of(Asks.Edit, "POST", $"{Elsa}bulk-actions/delete/workflow-definitions/by-definition-id", All),
        Of(Asks.Edit, "POST", $"{Elsa}bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { "{v}" } }),
        Of(Asks.Edit, "PATCH", $"{Api}settings", new { values = new { }, comment = "x" }), Of(Asks.Edit, "DELETE", $"{Api}draft"),
        Of(Asks.Edit, "POST", $"{Api}versions/{{version:int}}/restore"), Of(Asks.Edit, "PATCH", $"{Api}place", new { folder = "Mine" }),
        Of(Asks.Edit, "PATCH", $"{Api}access", new { start = (object?)null, seeData = (object?)null, edit = (object?)null, publish = (object?)null }),
        Of(Asks.Edit, "PUT", $"{Api}forms/{{stepId}}", new { fields = Array.Empty<object>(), publish = false }),
        Of(Asks.Edit, "PUT", $"{Api}scenarios/{{name}}", new { text = "x" }), Of(Asks.Edit, "DELETE", $"{Api}scenarios/{{name}}"),

        Of(Asks.Publish, "POST", $"{Definition}/publish"), Of(Asks.Publish, "POST", $"{Definition}/retract"),
        Of(Asks.Publish, "POST", $"{Elsa}bulk-actions/publish/workflow-definitions/by-definition-ids", All),
        Of(Asks.Publish, "POST", $"{Elsa}bulk-actions/retract/workflow-definitions/by-definition-ids", All),
        Of(Asks.Publish, "POST", $"{Api}publish", new { comment = "x" }),
        Of(Asks.Publish, "POST", $"{Elsa}workflow-definitions", new { model = Model("third"), publish = true }),

        Of(Asks.Start, "POST", $"{Definition}/execute"), Of(Asks.Start, "GET", $"{Definition}/execute"),
        Of(Asks.Start, "POST", $"{Definition}/dispatch"), Of(Asks.Start, "POST", $"{Definition}/bulk-dispatch", new { count = 1 }),
        Of(Asks.Start, "POST", $"{Definition}/dispatch", new { versionOptions = "Latest" }),
        Of(Asks.Start, "GET", $"{Api}start"), Of(Asks.Start, "POST", $"{Api}start"),
        Of(Asks.Start, "POST", $"{Api}start-many", new { rows = new[] { new { } } }),
    ];

    /// <summary>About no case of a workflow, and changing none: what process owners read of drawings, and the server's own.</summary>
    static readonly string[] NotLimited =
    [
        "GET /elsa/api/workflow-definitions", $"GET {Definition}", "GET /elsa/api/workflow-definitions/by-definition-id/{definitionId}",
        "GET /elsa/api/workflow-definitions/by-id/{id}", "GET /elsa/api/workflow-definitions/many-by-id", $"GET {Definition}/versions",
        $"GET {Definition}/consumers", $"GET {Definition}/export", $"POST {Definition}/export", "GET /elsa/api/workflow-definitions/query/count",
        "GET /elsa/api/workflow-definitions/validation/is-name-unique", "GET /elsa/api/workflow-definitions/subgraph/{id}",
        "GET /elsa/api/workflow-definitions/subgraph/segments/{id}", "GET /elsa/api/bulk-actions/export/workflow-definitions",
        "POST /elsa/api/bulk-actions/export/workflow-definitions", "POST /elsa/api/tests/activities",
        "POST /elsa/api/actions/workflow-definitions/refresh", "POST /elsa/api/actions/workflow-definitions/reload",
        // Changes those that use it, each as its own access says; arranging saves, and is refused there.
        $"POST {Definition}/update-references", $"POST {Api}arrangement",
        // Waits of RunTask, and what was set aside, are asked for by what they are of: see the tests of their own.
        "POST /elsa/api/tasks/{taskId}/complete",
        "GET /elsa/api/bookmark-queue/dead-letters", "POST /elsa/api/bookmark-queue/dead-letters",
        "GET /elsa/api/bookmark-queue/dead-letters/{id:long}", "DELETE /elsa/api/bookmark-queue/dead-letters/{id:long}",
        "POST /elsa/api/bookmark-queue/dead-letters/{id:long}/replay",
        "GET /api/workflows", $"GET {Api}access", $"GET {Api}diagram.svg", $"GET {Api}diagram.mmd", $"GET {Api}diagram.bpmn",
        $"GET {Api}scenarios", $"POST {Api}scenarios/run", $"GET {Api}settings", $"GET {Api}forms",
        $"GET {Api}versions", $"GET {Api}versions/{{version:int}}/changes",
        $"GET {Api}comments", $"POST {Api}comments", $"POST {Api}comments/{{threadId}}/answers", $"PATCH {Api}comments/{{threadId}}",
    ];

    static readonly string[] About =
        ["/elsa/api/workflow", "/elsa/api/bulk-actions", "/elsa/api/activity-execution", "/elsa/api/alterations", "/elsa/api/cancel",
            "/elsa/api/events", "/elsa/api/tasks", "/elsa/api/tests", "/elsa/api/actions", "/elsa/api/bookmark-queue", "/api/workflows", "/api/moves",
            "/api/replays"];

    [Fact]
    public void Every_route_about_workflows_says_what_it_asks_for()
    {
        var routes = server.Routes.SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Select(method => $"{method} /{endpoint.RoutePattern.RawText?.Trim('/')}"))
            .Where(route => About.Any(part => route.Split(' ')[1].StartsWith(part, StringComparison.Ordinal))).Distinct().ToList();

        Assert.Equal([], routes.Except(Ways.Select(way => $"{way.Verb} {way.Route}")).Except(NotLimited).Order());
        Assert.Equal([], Ways.Select(way => $"{way.Verb} {way.Route}").Concat(NotLimited).Except(routes).Order());
    }

    static readonly (string Id, Role Role)[] People =
        [("owner", Role.ProcessOwner), ("owner-2", Role.ProcessOwner), ("manager", Role.Manager), ("rep", Role.Rep), ("service", Role.Service)];

    readonly Dictionary<string, string> places = new() { ["{d}"] = Workflow };

    [Fact]
    public async Task Whatever_is_said_no_way_in_gives_more()
    {
        await Prepare();
        // Whoever may look is answered: the questions are good ones.
        foreach (var way in Ways.Where(way => way.Asks == Asks.See && !way.Route.EndsWith("replays/{id}", StringComparison.Ordinal)))
        {
            var (status, text) = await Try("owner", way);
            Assert.True(status < 300 || way.Route.Contains("of-case", StringComparison.Ordinal), $"{way.Verb} {way.Address}: {status} {text}");
        }
        var (random, tried) = (new Random(20261130), 0);
        for (var sample = 0; sample < 14; sample++)
        {
            var access = new WorkflowAccess(Some(random), Some(random), Some(random), Some(random));
            await server.Service<ThreeStep.Orders.Records.OrderRecords>().Record(Actor.Server, change =>
            {
                if (change.Database.WorkflowAccesses.Find(Workflow) is { } row) row.Access = access;
                else change.Database.WorkflowAccesses.Add(new WorkflowAccessRow { DefinitionId = Workflow, Access = access });
                return true;
            });
            var (id, role) = People[random.Next(2) == 0 ? random.Next(2) : random.Next(People.Length)];
            var person = new Actor(id, role);
            bool May(WorkflowRight right) => access.Allows(right, person, new HashSet<string>(), []);
            foreach (var way in Ways)
            {
                var may = way.Asks switch
                {
                    Asks.See => May(WorkflowRight.SeeData),
                    Asks.Edit => May(WorkflowRight.Edit),
                    Asks.Publish => May(WorkflowRight.Publish),
                    Asks.Start => May(WorkflowRight.Start),
                    _ => May(WorkflowRight.Edit) && May(WorkflowRight.SeeData),
                };
                if (may) continue;
                var before = State();
                var (status, text) = await Try(id, way);
                var what = $"{way.Verb} {way.Address} as {id} ({role}), {access}: {status} {text[..Math.Min(300, text.Length)]}";
                Assert.True(before == State() && !Tells(status, text), what);
                // It is refused for whose it is, and not because the question was a bad one. Several are answered one by one, and a plan for what
                // one does not see is a plan for nothing.
                Assert.True(status is 403 or 404 || way.Asks == Asks.See || way.Route.Contains("definition-ids", StringComparison.Ordinal)
                    || way.Route.EndsWith("/submit", StringComparison.Ordinal) || way.Route.EndsWith("/restore", StringComparison.Ordinal), what);
                tried++;
            }
        }
        Assert.True(tried > 300, $"{tried} tried");
    }

    /// <summary>Each of the few may be named or not, so that every mix comes up.</summary>
    static Grantees? Some(Random random) => random.Next(3) == 0 ? null
        : new([.. new[] { Role.Manager, Role.Rep, Role.ProcessOwner }.Where(_ => random.Next(6) == 0)], [],
            [.. People.Select(person => person.Id).Where(_ => random.Next(4) == 0)]);

    /// <summary>No answer has the secret in it, and one that is no refusal has nothing in it.</summary>
    static bool Tells(int status, string text)
    {
        if (text.Contains(Secret, StringComparison.Ordinal)) return true;
        if (status >= 400) return false;
        // A file.
        if (text.StartsWith("PK", StringComparison.Ordinal)) return true;
        return JsonNode.Parse(text.Length == 0 ? "null" : text) switch
        {
            JsonArray list => list.Count > 0,
            JsonObject answer => answer.Any(part => part.Key is "items" or "workflowInstanceIds" or "stats" or "results" or "published" or "retracted"
                && part.Value is JsonArray { Count: > 0 } || part.Key is "status" or "replay" or "steps" or "previews" or "eventName" or "then"
                || part.Key is "totalCount" or "count" or "deleted" or "cancelled"
                && part.Value is JsonValue number && number.TryGetValue(out int count) && count > 0) || status is 201 or 202,
            _ => false,
        };
    }

    async Task<(int Status, string Text)> Try(string person, Way way)
    {
        using var client = server.As(person);
        using var request = new HttpRequestMessage(new HttpMethod(way.Verb), Placed(way.Address));
        request.Content = way.Body switch
        {
            "definition" => File("guarded.json", System.Text.Json.JsonSerializer.Serialize(Model("slipped in"))),
            "instance" => File("instance.json", places["{file}"]),
            null => way.Verb == "POST" ? new StringContent("{}", Encoding.UTF8, "application/json") : null,
            var body => new StringContent(Placed(System.Text.Json.JsonSerializer.Serialize(body)), Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    static MultipartFormDataContent File(string name, string text)
    {
        var content = new StringContent(text, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new MultipartFormDataContent { { content, "files", name } };
    }

    string Placed(string text) => Place().Replace(text, place => places.GetValueOrDefault(place.Value)
        ?? (place.Value == "{id}" ? places["{i}"] : place.Value));

    /// <summary>Everything that somebody could have changed.</summary>
    string State()
    {
        using var database = server.File.Query();
        var definitions = database.Definitions.Where(row => row.DefinitionId == Workflow).OrderBy(row => row.Version)
            .Select(row => $"{row.Id} {row.IsPublished} {row.IsLatest} {row.Model.GetHashCode()}").ToList();
        var instances = database.Instances.Where(row => row.DefinitionId == Workflow).OrderBy(row => row.Id)
            .Select(row => $"{row.Id} {row.SubStatus} {row.RowVersion}").ToList();
        var access = System.Text.Json.JsonSerializer.Serialize(database.WorkflowAccesses.Find(Workflow));
        return string.Join('\n', [.. definitions, .. instances, access, $"{database.Stimuli.Count()}"]);
    }

    /// <summary>A workflow with two versions and a draft, a case that waits, one that has finished, a plan, a move and a replay.</summary>
    async Task Prepare()
    {
        await server.Service<ThreeStep.Orders.Records.OrderRecords>().Record(Actor.Server, change =>
        {
            change.Database.Add(new User { Id = "owner-2", Name = "owner-2", Role = Role.ProcessOwner });
            change.Database.Add(new ApiKeyRow
            {
                Id = "owner-2",
                UserId = "owner-2",
                Name = "tests",
                Hash = Security.ApiKey.Hash("key-of-owner-2"),
                Rights = ApiKeyRights.All,
                CreatedAt = DateTimeOffset.UnixEpoch,
            });
            return true;
        });
        var admin = server.As("admin");
        foreach (var text in (string[])["first", "second"])
        {
            Assert.Equal(200, (await admin.Post($"{Elsa}workflow-definitions", new { model = Model(text), publish = true })).Status);
            var (_, started) = await admin.Post($"{Elsa}workflow-definitions/{Workflow}/execute", new { name = Secret, correlationId = Secret });
            places[text == "first" ? "{i}" : "{f}"] = started!["workflowState"]!["id"]!.ToString();
        }
        var (_, all) = await admin.Get($"{Elsa}activity-executions/list?workflowInstanceId={places["{i}"]}");
        places["{e}"] = all!["items"]!.AsArray()[0]!["id"]!.ToString();
        await admin.Post($"{Elsa}events/second/trigger", new { workflowInstanceId = places["{f}"], workflowExecutionMode = "Synchronous" });
        Assert.Equal("Finished", (await admin.Get($"{Elsa}workflow-instances/{places["{f}"]}")).Body!["status"]!.ToString());
        var (_, planned) = await admin.Post($"{Elsa}alterations/submit", new
        {
            filter = new { workflowInstanceIds = new[] { places["{i}"] } },
            alterations = new[] { new { type = "ModifyVariable", variableId = "v", value = Secret } },
        });
        places["{plan}"] = planned!["planId"]!.ToString();
        var (_, moved) = await admin.Post($"/api/workflows/{Workflow}/moves", new { version = 2, reason = Secret });
        places["{move}"] = moved!["id"]!.ToString();
        await Calls.Eventually(async () => (await admin.Get($"/api/moves/{places["{move}"]}")).Body!["endedAt"] is not null, "the case is moved");
        var (_, tried) = await admin.Post($"/api/workflows/{Workflow}/replays", new { version = 1 });
        places["{replay}"] = tried!["id"]!.ToString();
        await Calls.Eventually(async () =>
            (await admin.Get($"/api/replays/{places["{replay}"]}")).Body!["replay"]!["endedAt"] is not null, "it is tried");
        places["{file}"] = (await (await admin.GetAsync(new Uri($"{Elsa}workflow-instances/{places["{i}"]}/export", UriKind.Relative)))
            .Content.ReadAsStringAsync()).Replace(places["{i}"], "another-id", StringComparison.Ordinal);
        await admin.Post($"{Elsa}workflow-definitions", new { model = Model("third"), publish = false });
        await using var database = server.File.Query();
        places["{v}"] = database.Definitions.Single(row => row.DefinitionId == Workflow && row.IsLatest).Id;
    }

    [Fact]
    public async Task Who_is_named_may_and_says_so_by_the_API()
    {
        var (owner, admin) = (server.As("owner"), server.As("admin"));
        await admin.Post($"{Elsa}workflow-definitions", new JsonObject
        {
            ["publish"] = true,
            ["model"] = new JsonObject
            {
                ["definitionId"] = "named",
                ["name"] = "named",
                ["root"] = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray() },
            },
        });
        Assert.Equal(4, (await owner.Get("/api/workflows/named/access")).Body!["mine"]!.AsArray().Count);

        var only = new { roles = Array.Empty<string>(), teams = Array.Empty<string>(), people = new[] { "rep" } };
        Assert.Equal(200, (await owner.Patch("/api/workflows/named/access", new { start = only })).Status);
        Assert.Equal(403, (await owner.Post("/elsa/api/workflow-definitions/named/dispatch")).Status);
        Assert.Equal(201, (await server.As("rep").Post("/api/workflows/named/start")).Status);
        // Whoever gave it away does not take it back.
        Assert.Equal(403, (await owner.Patch("/api/workflows/named/access", new { start = (object?)null })).Status);
        var (status, problem) = await owner.Patch("/api/workflows/named/access", new { edit = only });
        Assert.Equal((409, "edit"), (status, Assert.Single(problem!["errors"]!.AsObject()).Key));
        Assert.Equal(400, (await owner.Patch("/api/workflows/named/access", new { edit = new { roles = new[] { "King" } } })).Status);
        Assert.Equal(400, (await owner.Patch("/api/workflows/named/access", new { edit = new { people = "owner" } })).Status);
        Assert.Equal(404, (await owner.Patch("/api/workflows/nothing/access", new { })).Status);

        // Studio shows a workflow that one may not change without the way to publish it.
        await admin.Patch("/api/workflows/named/access", new
        {
            edit = new { roles = new[] { "Admin" } },
            publish = new { roles = new[] { "Admin" } },
        });
        var (_, shown) = await owner.Get("/elsa/api/workflow-definitions/by-definition-id/named");
        Assert.DoesNotContain(shown!["links"]!.AsArray(), link => link!["rel"]!.ToString() is "publish" or "execute");
    }

    async Task Hide(string definitionId) => Assert.Equal(200, (await server.As("admin").Patch($"/api/workflows/{definitionId}/access",
        new { seeData = new { people = new[] { "rep" } } })).Status);

    async Task<string> Waiting(string definitionId, string type, string input, string value)
    {
        var root = new JsonObject
        {
            ["id"] = "wait",
            ["type"] = type,
            ["version"] = 1,
            [input] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } },
        };
        var model = new JsonObject { ["definitionId"] = definitionId, ["name"] = definitionId, ["root"] = root };
        var admin = server.As("admin");
        Assert.Equal(200, (await admin.Post($"{Elsa}workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true })).Status);
        return (await admin.Post($"{Elsa}workflow-definitions/{definitionId}/execute")).Body!["workflowState"]!["id"]!.ToString();
    }

    [Fact]
    public async Task Who_loses_sight_of_an_instance_hears_nothing_more_of_it()
    {
        var id = await Waiting("watched", "Elsa.Event", "eventName", "watched");
        async Task<HubConnection> Watch(string user, TaskCompletionSource heard)
        {
            var connection = new HubConnectionBuilder().WithUrl($"{server.Address}/elsa/hubs/workflow-instance",
                options => options.AccessTokenProvider = () => Task.FromResult<string?>($"key-of-{user}")).Build();
            connection.On<JsonNode>("ActivityExecutionLogUpdatedAsync", _ => heard.TrySetResult());
            await connection.StartAsync();
            await connection.InvokeAsync("ObserveInstanceAsync", id);
            return connection;
        }
        var (owners, admins) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var owner = await Watch("owner", owners);
        await using var admin = await Watch("admin", admins);

        await Hide("watched");
        await server.As("admin").Post($"{Elsa}events/watched/trigger");

        await admins.Task.WaitAsync(TimeSpan.FromMinutes(1));
        // What was sent before this answer has come before it.
        await Assert.ThrowsAsync<HubException>(() => owner.InvokeAsync("ObserveInstanceAsync", id));
        Assert.False(owners.Task.IsCompleted);
    }

    [Fact]
    public async Task What_was_set_aside_and_what_waits_for_a_task_is_of_those_who_see_it()
    {
        var owner = server.As("owner");
        var waiting = await Waiting("tasked", "Elsa.RunTask", "taskName", "look");
        var document = new ThreeStep.Runtime.Commit.QueuedStimulus.StartInstance("aside", "tasked", []).ToDocument();
        await server.Runtime.Record(transaction => transaction.Database.Stimuli.Add(new ThreeStep.Runtime.Store.StimulusRow
        {
            Document = document,
            CreatedAt = DateTimeOffset.UnixEpoch,
            FailedAt = DateTimeOffset.UnixEpoch,
            LastError = "x",
        }));
        var letters = $"{Elsa}bookmark-queue/dead-letters";
        var letter = Assert.Single((await owner.Get($"{letters}?workflowInstanceId=aside")).Body!["items"]!.AsArray())!["id"];

        await Hide("tasked");

        Assert.Empty((await owner.Get($"{letters}?workflowInstanceId=aside")).Body!["items"]!.AsArray());
        Assert.Equal(403, (await owner.Get($"{letters}/{letter}")).Status);
        Assert.Equal(403, (await owner.Post($"{letters}/{letter}/replay")).Status);
        Assert.Equal(403, (await owner.Call(HttpMethod.Delete, $"{letters}/{letter}")).Status);
        var (_, state) = await server.As("admin").Get($"{Elsa}workflow-instances/{waiting}");
        var taskId = Regex.Match(state!.ToJsonString(), "\"taskId\":\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal(403, (await owner.Post($"{Elsa}tasks/{taskId}/complete", new { result = "done" })).Status);
        Assert.Equal("Suspended", (await server.As("admin").Get($"{Elsa}workflow-instances/{waiting}")).Body!["subStatus"]!.ToString());
    }

    [Fact]
    public async Task A_word_about_what_has_changed_comes_along_with_publishing_by_Elsas_API()
    {
        var (owner, admin) = (server.As("owner"), server.As("admin"));
        async Task<(int Status, JsonNode? Body)> Save(string text, object? comment) => await owner.Post($"{Elsa}workflow-definitions", new
        {
            model = new
            {
                definitionId = "worded",
                name = text,
                root = new { id = "flow", type = "Elsa.Flowchart", version = 1, activities = Array.Empty<object>() },
            },
            publish = true,
            comment,
        });
        await Save("first", "why it is there");
        await admin.Patch("/api/company", new { publishingNeedsComment = true });
        try
        {
            var (status, problem) = await Save("second", " ");
            Assert.Equal((400, "comment"), (status, Assert.Single(problem!["errors"]!.AsObject()).Key));
            var root = new { id = "flow", type = "Elsa.Flowchart", version = 1 };
            var third = new { definitionId = "worded", name = "third", isPublished = true, root };
            Assert.Equal(400, (await owner.Post($"{Elsa}workflow-definitions/import", third)).Status);
            Assert.Equal(200, (await Save("second", "a reason")).Status);
        }
        finally { await admin.Patch("/api/company", new { publishingNeedsComment = false }); }
        var (_, versions) = await owner.Get("/api/workflows/worded/versions");
        Assert.Equal(["a reason", "why it is there"], versions!.AsArray().Select(version => version!["comment"]!.ToString()));
    }

    [Fact]
    public async Task Workflows_are_found_by_name_folder_label_and_step()
    {
        var (owner, manager) = (server.As("owner"), server.As("manager"));
        Assert.Equal(200, (await owner.Patch("/api/workflows/big-order/place", new { folder = "Sales/Large", labels = new[] { "Q3" } })).Status);
        Assert.Equal(403, (await manager.Patch("/api/workflows/big-order/place", new { folder = "x" })).Status);

        async Task<string[]> Found(string query) => (await manager.Get($"/api/workflows?{query}")).Body!.AsArray()
            .Select(each => each!["definitionId"]!.ToString()).ToArray();
        Assert.Equal(["big-order"], await Found("folder=Sales"));
        Assert.Equal(["big-order"], await Found("label=q3"));
        Assert.Equal(["big-order"], await Found("q=big-ord"));
        Assert.Empty(await Found("folder=Sale"));
        var (_, byStep) = await manager.Get($"/api/workflows?q={Uri.EscapeDataString("提醒")}");
        Assert.Contains(byStep!.AsArray(), each => each!["found"]!.AsArray().Count > 0);
        Assert.Equal(403, (await server.As("rep").Get("/api/workflows")).Status);
    }

    [Fact]
    public async Task Comments_are_begun_answered_and_settled_by_the_API()
    {
        var (owner, manager) = (server.As("owner"), server.As("manager"));
        var (_, drawn) = await owner.Get("/elsa/api/workflow-definitions/by-definition-id/big-order?versionOptions=Published");
        var step = drawn!["root"]!["activities"]!.AsArray()[0]!["id"]!.ToString();
        var (status, begun) = await manager.Post("/api/workflows/big-order/comments", new { step, text = "Why here? @owner" });
        Assert.Equal(201, status);
        var path = $"/api/workflows/big-order/comments/{begun!["id"]}";

        Assert.Equal(200, (await owner.Post($"{path}/answers", new { text = "Because." })).Status);
        Assert.Equal(400, (await owner.Post($"{path}/answers", new { text = "" })).Status);
        Assert.Equal(404, (await owner.Post("/api/workflows/big-order/comments/nothing/answers", new { text = "x" })).Status);
        Assert.Equal(403, (await server.As("rep").Get("/api/workflows/big-order/comments")).Status);
        var (_, open) = await manager.Get("/api/workflows/big-order/comments?open=true");
        Assert.Equal(2, Assert.Single(open!.AsArray())!["remarks"]!.AsArray().Count);
        Assert.Equal(200, (await owner.Patch(path, new { isResolved = true })).Status);
        Assert.Empty((await manager.Get("/api/workflows/big-order/comments?open=true")).Body!.AsArray());

        // A later version without the step: the thread says so.
        var model = drawn.DeepClone().AsObject();
        model["definitionId"] = "commented";
        await owner.Post($"{Elsa}workflow-definitions", new JsonObject { ["model"] = model.DeepClone(), ["publish"] = false });
        await owner.Post("/api/workflows/commented/comments", new { step, text = "gone soon" });
        await owner.Post($"{Elsa}workflow-definitions/commented/publish");
        model["root"] = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray() };
        await owner.Post($"{Elsa}workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = false });
        var thread = Assert.Single((await owner.Get("/api/workflows/commented/comments")).Body!.AsArray())!;
        Assert.Equal((1, 2), (thread["version"]!.GetValue<int>(), thread["goneSince"]!.GetValue<int>()));
    }

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}

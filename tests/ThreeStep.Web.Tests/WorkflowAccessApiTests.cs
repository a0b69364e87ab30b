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
        using var database = server.Store.Query();
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
        await using var database = server.Store.Query();
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

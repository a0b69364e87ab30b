using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>Workflows that are called by HTTP.</summary>
public sealed class EndpointTests(RunningServer server) : IClassFixture<RunningServer>
{
    HttpClient Owner => server.As("owner");

    static JsonObject Value(string value, string type = "Literal") =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    static JsonObject Step(string id, string type, params (string, JsonNode?)[] more)
    {
        var step = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = $"Elsa.{type}", ["version"] = 1 };
        foreach (var (name, value) in more) step[name] = value;
        return step;
    }

    static JsonObject Endpoint(string path, params (string, JsonNode?)[] more) =>
        Step("in", "HttpEndpoint", [("path", Value(path)), ("customProperties", new JsonObject { ["CanStartWorkflow"] = true }), .. more]);

    async Task Publish(string id, params JsonObject[] activities)
    {
        var connections = activities.Skip(1).Select((activity, index) => (JsonNode)new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = activities[index]["id"]!.ToString(), ["port"] = "Done" },
            ["target"] = new JsonObject { ["activity"] = activity["id"]!.ToString(), ["port"] = "In" },
        }).ToArray();
        var root = Step("flow", "Flowchart", ("activities", new JsonArray(activities)), ("connections", new JsonArray(connections)));
        var model = new JsonObject { ["definitionId"] = id, ["name"] = id, ["root"] = root };
        var (status, body) = await Owner.Post("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true });
        Assert.Equal(200, status);
        Assert.True(body!["workflowDefinition"]!["isPublished"]!.GetValue<bool>(), body.ToJsonString());
    }

    static HttpRequestMessage Call(string path, string method = "GET", string? body = null, params (string, string)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return request;
    }

    [Fact]
    public async Task A_call_starts_a_workflow_that_answers()
    {
        await Publish("order-in", Endpoint("orders/{id}", ("supportedMethods", Value("""["POST"]""", "Object"))),
            Step("out", "WriteHttpResponse", ("statusCode", Value("Created")),
                ("responseHeaders", Value("""{"X-Seen":"1","Set-Cookie":"a=b"}""", "Object")),
                ("content",
                    Value("({ id: getRouteDataFromIn().id, sum: getParsedContentFromIn().a + 1, key: getHeadersFromIn().Authorization ?? 'none' })",
                    "JavaScript"))));

        using var answer = await server.As("rep").SendAsync(Call("/workflows/orders/7", "POST", """{"a":1}"""));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("""{"id":"7","sum":2,"key":"none"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal("1", answer.Headers.GetValues("X-Seen").Single());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.StartsWith("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(405, (await server.As("rep").Get("/workflows/orders/7")).Status);
        Assert.Equal(404, (await server.As("rep").Get("/workflows/nowhere")).Status);
    }

    [Fact]
    public async Task An_endpoint_is_for_those_who_sign_in_unless_it_says_otherwise()
    {
        await Publish("closed", Endpoint("closed"), Step("out", "WriteHttpResponse", ("content", Value("hello"))));
        await Publish("open", Endpoint("open", ("authorize", Value("false"))), Step("out", "WriteHttpResponse", ("content", Value("hello"))));
        await Publish("office", Endpoint("office", ("policy", Value("administration"))),
            Step("out", "WriteHttpResponse", ("content", Value("hello"))));
        await Publish("unknown", Endpoint("unknown", ("policy", Value("no such policy"))),
            Step("out", "WriteHttpResponse", ("content", Value("hello"))));
        using var nobody = server.WithKey(null);

        Assert.Equal(401, (await nobody.Get("/workflows/closed")).Status);
        Assert.Equal(200, (await server.As("rep").Get("/workflows/closed")).Status);
        Assert.Equal(200, (await nobody.Get("/workflows/open")).Status);
        Assert.Equal(403, (await server.As("rep").Get("/workflows/office")).Status);
        Assert.Equal(200, (await server.Admin.Get("/workflows/office")).Status);
        Assert.Equal(403, (await server.Admin.Get("/workflows/unknown")).Status);
        var listed = (await Owner.Get("/api/endpoints")).Body!["items"]!.AsArray();
        Assert.True(listed.Single(item => item!["path"]!.ToString() == "/workflows/open")!["isOpenToAnybody"]!.GetValue<bool>());
        Assert.False(listed.Single(item => item!["path"]!.ToString() == "/workflows/closed")!["isOpenToAnybody"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_cookie_counts_only_from_our_own_pages()
    {
        await Publish("by-cookie", Endpoint("by-cookie"), Step("out", "WriteHttpResponse", ("content", Value("hello"))));
        using var browser = await server.BrowserOf("rep");
        browser.DefaultRequestHeaders.Remove("Sec-Fetch-Site");

        using var own = await browser.SendAsync(Call("/workflows/by-cookie", headers: ("Sec-Fetch-Site", "same-origin")));
        using var foreign = await browser.SendAsync(Call("/workflows/by-cookie", headers: ("Sec-Fetch-Site", "cross-site")));
        using var untold = await browser.SendAsync(Call("/workflows/by-cookie"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized),
            (own.StatusCode, foreign.StatusCode, untold.StatusCode));
    }

    [Fact]
    public async Task What_waits_inside_of_a_workflow_is_woken_by_its_instance()
    {
        var start = Endpoint("begin");
        var wait = Step("confirm", "HttpEndpoint", ("path", Value("confirm/{code}")));
        await Publish("two-calls", start, wait, Step("out", "WriteHttpResponse", ("content", Value("getRouteDataFromConfirm().code", "JavaScript"))));
        var rep = server.As("rep");

        var begun = await rep.Get("/workflows/begin");
        Assert.Equal(202, begun.Status);
        await rep.Get("/workflows/begin");
        Assert.Equal(409, (await rep.Get("/workflows/confirm/x")).Status);
        using var answer = await rep.SendAsync(Call("/workflows/confirm/x",
            headers: ("X-Workflow-Instance-Id", begun.Body!["workflowInstanceIds"]![0]!.ToString())));

        Assert.Equal("x", await answer.Content.ReadAsStringAsync());
        Assert.Equal(200, (await rep.Get("/workflows/confirm/y")).Status);
    }

    [Fact]
    public async Task What_is_too_large_or_of_the_wrong_kind_is_refused()
    {
        static (string, JsonNode?) Posting() => ("supportedMethods", Value("""["POST"]""", "Object"));
        await Publish("small", Endpoint("small", Posting(), ("requestSizeLimit", Value("10"))),
            Step("out", "WriteHttpResponse", ("content", Value("took it"))));
        await Publish("pictures", Endpoint("pictures", Posting(), ("allowedFileExtensions", Value("""["png"]""", "Object"))),
            Step("out", "WriteHttpResponse", ("content", Value("getFileFromIn().FileName", "JavaScript"))));
        async Task<HttpStatusCode> Upload(string name)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "file", name } };
            using var answer = await server.As("rep").PostAsync("/workflows/pictures", form);
            return answer.StatusCode;
        }

        Assert.Equal(200, (await server.As("rep").Post("/workflows/small", "{}")).Status);
        Assert.Equal(413, (await server.As("rep").Post("/workflows/small", """{"a":"much too long"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, await Upload("a.png"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Upload("a.exe"));
    }

    [Fact]
    public async Task A_fault_is_told_without_its_message()
    {
        await Publish("faulty", Endpoint("faulty"), Step("bad", "WriteLine", ("text", Value("throw new Error('inner secret')", "JavaScript"))));

        var (status, body) = await server.As("rep").Get("/workflows/faulty");

        Assert.Equal(500, status);
        Assert.DoesNotContain("inner secret", body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_published_is_not_retracted()
    {
        await Publish("retracted", Endpoint("retracted"));
        Assert.Equal(200, (await Owner.Post("/elsa/api/workflow-definitions/retracted/retract")).Status);

        Assert.Equal(400, (await Owner.Post("/elsa/api/workflow-definitions/retracted/retract")).Status);
        Assert.Equal(404, (await server.As("rep").Get("/workflows/retracted")).Status);
    }
}

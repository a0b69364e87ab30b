using System.Text.Json;
using System.Text.Json.Nodes;
using ThreeStep.Testing;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;
using ThreeStep.Workflows.Values;
using static ThreeStep.Testing.Draw;

namespace ThreeStep.Workflows.Tests;

public sealed class HttpStories
{
    static JsonNode Object(string json) => Expression(json);

    static JsonObject Expression(string json) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = json } };

    static HttpAnswer Answer(int status, JsonNode? content = null) =>
        new(status, new Dictionary<string, string[]> { ["X-Trace"] = ["t1"], ["Vary"] = ["a", "b"] }, "application/json", content);

    static JsonObject Call(params (string, JsonNode?)[] more) =>
        Step("FlowSendHttpRequest", "call", [("url", Literal("https://erp.example.com/orders?token=x")), ("method", Literal("POST")), .. more]);

    [Fact]
    public void A_request_leaves_with_the_commit_and_its_answer_comes_back_by_status()
    {
        var story = new WorkflowStory(Flowchart(
            [Call(("content", Js("({ amount: 5 })")), ("expectedStatusCodes", Object("[200, 404]"))),
                Step("WriteLine", "found", ("text",
                    Js("`${getParsedContentFromCall().name} ${getResponseHeadersFromCall()['X-Trace']} ${getStatusCodeFromCall()}`"))), Line("none"),
                    Line("other"), Line("after")],
            "call:200 -> found", "call:404 -> none", "call:Unmatched status code -> other", "call:Done -> after")).Start();

        var command = Assert.IsType<SendHttpRequestCommand>(Assert.Single(story.Commands));
        Assert.Equal(("POST", "https://erp.example.com/orders?token=x", "application/json", """{"amount":5}"""),
            (command.Method, command.Url.ToString(), command.ContentType, Json.Write(command.Content)));
        Assert.Equal("""{"method":"POST","url":"https://erp.example.com/orders"}""", Json.Write(story.State.Bookmarks.Single().Payload));
        story.Answer("call", Answer(200, new JsonObject { ["name"] = "瑞丰" }));

        Assert.Equal(["瑞丰 t1 200", "after"], story.Lines.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(InstanceSubStatus.Finished, story.Status);
    }

    [Theory]
    [InlineData(503, null, "Unmatched status code")]
    [InlineData(null, HttpFailure.FailedToConnect, "Failed to connect")]
    [InlineData(null, HttpFailure.Timeout, "Timeout")]
    public void What_is_not_expected_has_outcomes_of_its_own(int? status, HttpFailure? failure, string outcome)
    {
        var story = new WorkflowStory(Flowchart([Call(("expectedStatusCodes", Object("[200]"))), Line("here")], $"call:{outcome} -> here")).Start();

        story.Answer("call", failure is { } kind ? HttpAnswer.Failed(kind, "no") : Answer(status!.Value));

        Assert.Equal(["here"], story.Lines);
    }

    [Fact]
    public void A_request_that_the_settings_refuse_is_an_incident_that_says_what_to_do()
    {
        var story = new WorkflowStory(Sequence(Call())).Start();

        story.Answer("call", HttpAnswer.Failed(HttpFailure.Refused, "The settings do not allow requests to erp.example.com."));

        Assert.Contains("settings", Assert.Single(story.State.Incidents).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_embedded_request_runs_the_activity_of_its_status()
    {
        JsonObject Model() => Sequence(Step("SendHttpRequest", "call", ("url", Literal("https://erp.example.com/")),
            ("expectedStatusCodes", new JsonArray(new JsonObject { ["statusCode"] = 200, ["activity"] = Line("ok") },
                new JsonObject { ["statusCode"] = 404, ["activity"] = Line("none") })),
            ("unmatchedStatusCode", Line("other")), ("failedToConnect", Line("nobody")), ("timeout", Line("late"))), Line("after"));
        string[] Lines(HttpAnswer answer)
        {
            var story = new WorkflowStory(Model()).Start();
            story.Answer("call", answer);
            return [.. story.Lines];
        }

        Assert.Equal(["none", "after"], Lines(Answer(404)));
        Assert.Equal(["other", "after"], Lines(Answer(500)));
        Assert.Equal(["nobody", "after"], Lines(HttpAnswer.Failed(HttpFailure.FailedToConnect, "")));
        Assert.Equal(["late", "after"], Lines(HttpAnswer.Failed(HttpFailure.Timeout, "")));
    }

    [Fact]
    public void Neither_journal_nor_history_keeps_a_secret()
    {
        var story = new WorkflowStory(Sequence(Call(("authorization", Literal("Bearer s3cret")),
            ("requestHeaders", Object("""{"X-Key":"s3cret"}"""))))).Start();

        var command = Assert.IsType<SendHttpRequestCommand>(Assert.Single(story.Commands));
        Assert.Equal(["Bearer s3cret"], command.Headers["Authorization"]);
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(command, Json.Options), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(story.Journal, Json.Options), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", JsonSerializer.Serialize(story.State, Json.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_waits_with_what_it_allows_and_hands_the_request_on()
    {
        var story = new WorkflowStory(Sequence(
            Step("HttpEndpoint", "in", ("path", Literal("/orders/{id}/")), ("supportedMethods", Object("""["POST","PUT"]"""))),
            Step("WriteHttpResponse", "out", ("content",
                Js("({ id: getRouteDataFromIn().id, sum: getParsedContentFromIn().a + 1, q: getQueryStringDataFromIn().q })")),
                ("statusCode", Literal("Created")), ("responseHeaders", Object("""{"X-A":"1"}"""))))).Start();
        var rule = HttpEndpointRule.Read(story.State.Bookmarks.Single().Payload)!;
        Assert.Equal(("orders/{id}", true), (rule.Path, rule.Authorize));
        Assert.Equal(["POST", "PUT"], rule.Methods);

        story.Answer("in", new { routeData = new { id = "7" }, content = new { a = 1 }, queryString = new { q = "x" } });

        var response = Assert.IsType<HttpResponseCommand>(Assert.Single(story.Commands));
        Assert.Equal((201, "application/json", """{"id":"7","sum":2,"q":"x"}"""),
            (response.StatusCode, response.ContentType, Json.Write(response.Content)));
        Assert.Equal(["1"], response.Headers["X-A"]);
    }

    [Theory]
    [InlineData("orders/new", "orders/new", true)]
    [InlineData("Orders/New", "orders/new", true)]
    [InlineData("orders/{id}", "orders/7", true)]
    [InlineData("orders/{id}/lines/{line}", "orders/7/lines/1", true)]
    [InlineData("{all}", "anything", true)]
    [InlineData("orders/{id}", "deals/7", false)]
    [InlineData("orders/new", "orders", false)]
    public void An_endpoint_is_found_by_its_path(string path, string called, bool found) =>
        Assert.Equal(found, HttpEndpointRule.HashesFor(called).Contains(new HttpEndpointRule(path, ["GET"]).Hash));

    [Theory]
    [InlineData("FlowSendHttpRequest", "url", "", nameof(Messages.NoUrl))]
    [InlineData("FlowSendHttpRequest", "url", "erp/orders", nameof(Messages.NotAnUrl))]
    [InlineData("FlowSendHttpRequest", "url", "file:///etc/passwd", nameof(Messages.NotAnUrl))]
    [InlineData("HttpEndpoint", "path", "/", nameof(Messages.NoPath))]
    [InlineData("HttpEndpoint", "authorize", "false", nameof(Messages.OpenToAnybody))]
    [InlineData("WriteHttpResponse", "statusCode", "Fine", nameof(Messages.NotAStatus))]
    public void What_cannot_work_is_told_before_publishing(string type, string property, string value, string message) =>
        Assert.Contains(new WorkflowStory(Sequence(Step(type, "step", (property, Literal(value))))).Findings, finding =>
            finding.Message == (string)typeof(Messages).GetField(message)!.GetValue(null)!);

    [Fact]
    public void Bodies_are_bytes_on_the_wire_and_values_in_workflows()
    {
        Assert.Equal("a=1&b=%26",
            System.Text.Encoding.UTF8.GetString(HttpBody.ToBytes(new JsonObject { ["a"] = 1, ["b"] = "&" }, "application/x-www-form-urlencoded")));
        Assert.Equal([1, 2], HttpBody.ToBytes("AQI=", "application/pdf"));
        Assert.Equal("AQI=", HttpBody.Parse([1, 2], "application/pdf")!.ToString());
        Assert.Equal("""{"a":1}""", Json.Write(HttpBody.Parse("""{"a":1}"""u8.ToArray(), "application/problem+json; charset=utf-8")));
        Assert.Equal("{", HttpBody.Parse("{"u8.ToArray(), "application/json")!.ToString());
        Assert.Null(HttpBody.Parse([], "application/json"));
    }
}

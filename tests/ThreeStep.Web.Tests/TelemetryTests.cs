using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using ThreeStep.Runtime.Telemetry;

namespace ThreeStep.Web.Tests;

/// <summary>What belongs together is one trace.</summary>
public sealed class TelemetryTests(RunningServer server) : IClassFixture<RunningServer>
{
    /// <summary>Begins at a call, sends a mail, and waits for an event.</summary>
    internal static JsonObject Mailing(string id) => (JsonObject)JsonNode.Parse($$"""
        { "publish": true, "model": { "definitionId": "{{id}}", "name": "{{id}}", "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "mail", "type": "ThreeStep.SendMessage", "version": 1,
            "to": { "typeName": "String", "expression": { "type": "Literal", "value": "rep@example.com" } },
            "subject": { "typeName": "String", "expression": { "type": "Literal", "value": "secret subject" } },
            "body": { "typeName": "String", "expression": { "type": "Literal", "value": "text" } } },
          { "id": "tell", "type": "Elsa.PublishEvent", "version": 1,
            "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "heard-{{id}}" } } } ] } } }
        """)!;

    static JsonObject Hearing(string id) => (JsonObject)JsonNode.Parse($$"""
        { "publish": true, "model": { "definitionId": "hears-{{id}}", "name": "hears {{id}}", "root": { "id": "flow", "type": "Elsa.Sequence", "version": 1, "activities": [
          { "id": "on", "type": "Elsa.Event", "version": 1, "customProperties": { "canStartWorkflow": true },
            "eventName": { "typeName": "String", "expression": { "type": "Literal", "value": "heard-{{id}}" } } } ] } } }
        """)!;

    async Task Publish(JsonObject workflow) => Assert.Equal(200, (await server.As("owner").Post("/elsa/api/workflow-definitions", workflow)).Status);

    [Fact]
    public async Task A_call_its_burst_what_that_starts_and_its_mail_are_one_trace()
    {
        await Publish(Mailing("traced"));
        await Publish(Hearing("traced"));
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ProcessTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        using var call = new HttpRequestMessage(HttpMethod.Post, "/elsa/api/workflow-definitions/traced/execute");
        call.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");

        Assert.Equal(HttpStatusCode.OK, (await server.As("owner").SendAsync(call)).StatusCode);

        string[] expected = ["burst hears-traced", "burst traced", "commit", "deliver mail"];
        await Calls.Eventually(() => Task.FromResult(expected.All(name => Names().Contains(name))), "the mail is delivered");
        Assert.DoesNotContain(spans.SelectMany(span => span.TagObjects), tag => tag.Value is string text && text.Contains("secret"));

        List<string> Names() => spans.Where(span => span.TraceId.ToHexString() == trace).Select(span => span.OperationName).ToList();
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ThreeStep.Runtime.Telemetry;

namespace ThreeStep.Web.Tests;

/// <summary>What the systems that watch the server see of it.</summary>
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

    async Task<string> Metrics()
    {
        // The exporter answers again what it has answered within a moment; other tests may have asked.
        using var answer = await server.Admin.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    [Fact]
    public async Task Measures_are_for_administrators_and_count_by_workflow()
    {
        Assert.Equal(401, (int)(await server.WithKey(null).GetAsync("/metrics")).StatusCode);
        Assert.Equal(403, (int)(await server.As("manager").GetAsync("/metrics")).StatusCode);
        await Publish(Mailing("measured"));
        for (var count = 0; count < 3; count++) await server.As("owner").Post("/elsa/api/workflow-definitions/measured/execute", new { });

        await Calls.Eventually(async () => (await Metrics()) is var text && text.Contains("threestep_deliveries_total", StringComparison.Ordinal)
            && Regex.IsMatch(text, """threestep_bursts_total\{[^}]*threestep_definition="measured"[^}]*\} 3\b"""), "three bursts are counted");
        Assert.DoesNotContain("rep@example.com", await Metrics(), StringComparison.Ordinal);
    }

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

    [Fact]
    public async Task Every_measure_of_the_dashboard_is_one_that_the_server_gives()
    {
        await Publish(Mailing("drawn"));
        await server.As("owner").Post("/elsa/api/workflow-definitions/drawn/execute", new { });
        var dashboard = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(ArchitectureTests.Root(), "docs", "grafana.json")))!;
        var asked = dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .SelectMany(target => Regex.Matches(target!["expr"]!.ToString(), "(threestep|http_server|dotnet)_[a-z_]+").Select(match => match.Value))
            .Distinct().ToList();
        Assert.NotEmpty(asked);

        // Timers are fired when they are due, and nothing has failed yet.
        string[] later = ["threestep_timer_lateness_seconds_bucket", "threestep_incidents_total"];
        List<string> missing = [];
        try
        {
            await Calls.Eventually(async () =>
            {
                var given = await Metrics();
                missing = asked.Except(later).Where(name => !given.Contains(name, StringComparison.Ordinal)).ToList();
                return missing.Count == 0;
            }, "every measure is given");
        }
        finally { Assert.Empty(missing); }
    }
}

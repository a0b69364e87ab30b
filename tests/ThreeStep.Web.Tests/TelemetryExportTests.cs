using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ThreeStep.Web.Tests;

/// <summary>
/// What the systems that watch the server get of it: measures where they ask, spans where the settings say. In a process of its own, since measures
/// are a process's.
/// </summary>
public sealed class TelemetryExportTests
{
    static JsonObject Calling(string id)
    {
        var workflow = TelemetryTests.Mailing(id);
        var mail = workflow["model"]!["root"]!["activities"]![0]!;
        mail["channel"] = JsonNode.Parse("""{ "typeName": "String", "expression": { "type": "Literal", "value": "webhook" } }""");
        mail["to"]!["expression"]!["value"] = "robot";
        return workflow;
    }

    [Fact]
    public async Task Spans_go_to_the_collector_without_keys_and_every_measure_of_the_dashboard_is_given()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{ServerProcess.FreePort()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        var received = new ConcurrentQueue<(string Path, string Body)>();
        _ = Listen();
        await using var server = new ServerProcess("--empty");
        server.Settings["Telemetry__Collector"] = address;
        server.Settings["Delivery__Webhooks__robot"] = $"{address}robot/secret-of-the-robot";
        await server.Start();
        await server.Client.GetAsync("/workflows/secret-of-the-caller?key=secret-of-the-caller");
        await server.Client.Post("/elsa/api/workflow-definitions", Calling("watched"));
        for (var count = 0; count < 3; count++)
            Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions/watched/execute", new { })).Status);

        await Sees("burst watched");
        await Sees("deliver webhook");
        await Calls.Eventually(() => Task.FromResult(
            received.Any(sent => sent.Path == "/v1/logs" && sent.Body.Contains("Delivered", StringComparison.Ordinal))),
            "lines of the log have come");
        var told = string.Concat(received.Where(sent => sent.Path.StartsWith("/v1/", StringComparison.Ordinal)).Select(sent => sent.Body));
        Assert.Contains(received, sent => sent.Path == "/robot/secret-of-the-robot");
        Assert.Contains("/workflows/{**path}", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told, StringComparison.Ordinal);

        var given = await server.Client.GetStringAsync("/metrics");
        Assert.Empty(AskedByTheDashboard().Where(name => !given.Contains(name, StringComparison.Ordinal)).ToList());
        Assert.Matches("""threestep_bursts_total\{[^}]*threestep_definition="watched"[^}]*\} 3\b""", given);
        Assert.DoesNotContain("secret", given, StringComparison.Ordinal);

        Task Sees(string span) => Calls.Eventually(() => Task.FromResult(
            received.Any(sent => sent.Path == "/v1/traces" && sent.Body.Contains(span, StringComparison.Ordinal))), $"the span '{span}' has come");

        async Task Listen()
        {
            while (collector.IsListening)
            {
                var call = await collector.GetContextAsync();
                using var body = new StreamReader(call.Request.InputStream, Encoding.Latin1);
                received.Enqueue((call.Request.Url!.AbsolutePath, await body.ReadToEndAsync()));
                call.Response.ContentType = "application/x-protobuf";
                call.Response.Close();
            }
        }
    }

    /// <summary>But what comes only when a timer is due, or a step fails.</summary>
    static List<string> AskedByTheDashboard() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(ArchitectureTests.Root(), "docs", "grafana.json")))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray())
            .SelectMany(target => Regex.Matches(target!["expr"]!.ToString(), "(threestep|dotnet)_[a-z_]+").Select(match => match.Value)).Distinct()
            .Except(["threestep_timer_lateness_seconds_bucket", "threestep_incidents_total"]).ToList();
}

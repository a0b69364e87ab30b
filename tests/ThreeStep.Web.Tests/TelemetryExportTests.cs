using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace ThreeStep.Web.Tests;

/// <summary>Spans and measures leave the building where the settings say where to, by OTLP.</summary>
public sealed class TelemetryExportTests
{
    [Fact]
    public async Task Spans_go_to_the_collector_of_the_settings()
    {
        using var collector = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        collector.Prefixes.Add(address);
        collector.Start();
        var received = new ConcurrentQueue<(string Path, string Body)>();
        _ = Listen();
        await using var server = new ServerProcess("--empty");
        server.Settings["Telemetry__Collector"] = address;
        server.Settings["Delivery__Webhooks__robot"] = $"{address}robot/secret-of-the-robot";
        await server.Start();
        await server.Client.GetAsync("/workflows/secret-of-the-caller?key=secret-of-the-caller");
        await server.Client.Post("/elsa/api/workflow-definitions", Calling("exported"));
        Assert.Equal(200, (await server.Client.Post("/elsa/api/workflow-definitions/exported/execute", new { })).Status);

        await Calls.Eventually(() => Task.FromResult(
            received.Any(sent => sent.Path == "/v1/traces" && sent.Body.Contains("burst exported", StringComparison.Ordinal))), "the span has come");
        await Calls.Eventually(() => Task.FromResult(received.Any(sent => sent.Body.Contains("deliver webhook", StringComparison.Ordinal))),
            "the robot was called");

        var told = string.Concat(received.Where(sent => sent.Path.StartsWith("/v1/", StringComparison.Ordinal)).Select(sent => sent.Body));
        Assert.Contains(received, sent => sent.Path == "/robot/secret-of-the-robot");
        Assert.Contains("/workflows/{**path}", told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of", told, StringComparison.Ordinal);

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

    static JsonObject Calling(string id)
    {
        var workflow = TelemetryTests.Mailing(id);
        var mail = workflow["model"]!["root"]!["activities"]![0]!;
        mail["channel"] = JsonNode.Parse("""{ "typeName": "String", "expression": { "type": "Literal", "value": "webhook" } }""");
        mail["to"]!["expression"]!["value"] = "robot";
        return workflow;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Diagnostics;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Sinks.OpenTelemetry;
using ThreeStep.Runtime.Telemetry;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Telemetry;

/// <summary>
/// How the server is seen by the systems that watch it: measures for Prometheus at <c>/metrics</c>, and, where the settings name a collector, spans,
/// measures and lines of the log by OTLP. Nothing leaves the building unless somebody says where to.
/// </summary>
static class TelemetrySetup
{
    const string Service = "ThreeStep";

    public static void Add(IServiceCollection services, Installation installation)
    {
        var (settings, collector) = (installation.Settings.GetSection("Telemetry"), CollectorOf(installation));
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Service, serviceVersion: ProductVersion.Full))
            .WithMetrics(metrics =>
            {
                // Not those of ASP.NET: measures of each request by route took a tenth of the server's work; a trace tells the same of some.
                metrics.AddMeter(ProcessTelemetry.Name).AddRuntimeInstrumentation().AddPrometheusExporter();
                if (collector is not null) metrics.AddOtlpExporter(exporter => Send(exporter, collector, "metrics"));
            });
        if (collector is null) return;
        var share = settings.GetValue("Share", 1.0);
        telemetry.WithTracing(traces => traces.AddSource(ProcessTelemetry.Name)
            .AddAspNetCoreInstrumentation(requests => (requests.Filter, requests.EnrichWithHttpRequest) = (IsWork, (span, _) => Hide(span)))
            .AddHttpClientInstrumentation(calls => calls.EnrichWithHttpRequestMessage = (span, call) =>
                span.SetTag("url.full", call.RequestUri?.GetLeftPart(UriPartial.Authority)))
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(share)))
            .AddOtlpExporter(exporter => Send(exporter, collector, "traces")));
    }

    static Uri? CollectorOf(Installation installation) =>
        installation.Settings["Telemetry:Collector"] is { Length: > 0 } address ? new Uri(address) : null;

    /// <summary>Lines of the log go the same way, each with the trace that it belongs to.</summary>
    public static void SendLines(LoggerConfiguration log, Installation installation)
    {
        if (CollectorOf(installation) is { } collector)
            log.WriteTo.OpenTelemetry(lines =>
            {
                (lines.Protocol, lines.LogsEndpoint) = (OtlpProtocol.HttpProtobuf, new Uri(collector, "v1/logs").ToString());
                lines.ResourceAttributes = new Dictionary<string, object> { ["service.name"] = Service, ["service.version"] = ProductVersion.Full };
            });
    }

    static void Send(OtlpExporterOptions exporter, Uri collector, string what) =>
        (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri(collector, $"v1/{what}"));

    /// <summary>
    /// Of an address only its route is told, and of one we call only the host: in the rest there may be a key, as in those of chat robots.
    /// </summary>
    static void Hide(Activity span) => span.SetTag("url.path", null).SetTag("url.query", null);

    /// <summary>Whether it is up, and how it does, is asked all the time and says nothing.</summary>
    static bool IsWork(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments("/metrics");

    public static void Map(WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(Policies.Administration);
}

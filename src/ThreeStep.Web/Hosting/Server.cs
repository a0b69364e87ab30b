using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor.Services;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;
using ThreeStep.Orders;
using ThreeStep.Orders.Figures;
using ThreeStep.Orders.Store;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Hosting;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Backups;
using ThreeStep.Web.Elsa;
using ThreeStep.Web.Endpoints;
using ThreeStep.Web.Http;
using ThreeStep.Web.Layout;
using ThreeStep.Web.Overload;
using ThreeStep.Web.Security;
using ThreeStep.Web.Setup;
using ThreeStep.Web.Studio;
using ThreeStep.Web.Telemetry;

namespace ThreeStep.Web.Hosting;

/// <summary>Builds and runs the server.</summary>
static class Server
{
    /// <summary>What is not done by then is done after the next start: systems that stop us kill after ten seconds.</summary>
    static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(7);

    public static WebApplication Build(ServerOptions options, string[]? arguments = null)
    {
        var installation = Installation.Find(options);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments ?? [],
            ContentRootPath = installation.Root,
            ApplicationName = typeof(Server).Assembly.GetName().Name
        });
        // What pages need beside themselves lies with the packages until it is published.
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration.AddJsonFile(Path.Combine(installation.Root, "appsettings.json"), optional: true).AddEnvironmentVariables();
        builder.WebHost.UseUrls((options.Urls ?? installation.Settings["Urls"] ?? "http://127.0.0.1:5080").Split(';'));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 64 * 1024 * 1024);
        AddLogging(builder, installation);

        var file = installation.Store();
        file.Migrate();
        file.RequireInUse();
        var clock = ClockSetup.Choose(options, file);
        builder.Services.AddSingleton(installation);
        RuntimeSetup.AddRuntime(builder.Services, installation, file, clock, options.Urls);
        RequestLimits.Add(builder.Services, installation.Settings);
        builder.Services.AddProcessWorkers();
        builder.Services.AddHostedService<FigureWatch>();
        TelemetrySetup.Add(builder.Services, installation);
        BackupSchedule.Add(builder.Services, installation);
        builder.Services.AddSystemd().AddWindowsService(service => service.ServiceName = "ThreeStep");
        // This server's own, and not Hangfire's one for all of the process: what one has to deliver another must not.
        builder.Services.AddSingleton<JobStorage>(new InMemoryStorage());
        builder.Services.AddSingleton<JobActivator, AspNetCoreJobActivator>();
        builder.Services.AddHangfire(hangfire => hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        foreach (var (queue, workers) in deliveries)
            builder.Services.AddHangfireServer(hangfire =>
                (hangfire.Queues, hangfire.WorkerCount, hangfire.ShutdownTimeout) = ([queue], workers, LongestStop / 2));
        builder.Services.Configure<HostOptions>(host =>
            (host.ServicesStartConcurrently, host.ServicesStopConcurrently, host.ShutdownTimeout) =
                (true, true, StopPause.Of(installation) + LongestStop));
        builder.Services.AddHostedService<StopPause>();
        builder.Services.AddSignIn(installation);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<AuthenticationStateProvider, RevalidatingSignIn>();
        builder.Services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomCenter);
        builder.Services.AddSingleton<LiveChanges>();
        builder.Services.AddSingleton<PeopleSeen>();
        builder.Services.AddSingleton<Process.WorkflowWords>();
        builder.Services.AddSingleton<Process.ChangeWords>();
        builder.Services.AddSingleton<Replays.ReplayWords>();
        builder.Services.AddSingleton<Replays.ReplayWorker>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Replays.ReplayWorker>());
        builder.Services.AddSingleton<Diagrams.WorkflowDiagrams>();
        builder.Services.AddSingleton<Arranging.ArrangeWorkflow>();
        builder.Services.AddSingleton<Scenarios.ScenarioDesk>();
        builder.Services.AddAntiforgery(token =>
            (token.Cookie.Name, token.Cookie.SecurePolicy) = ("threestep-form", CookieSecurePolicy.SameAsRequest));
        builder.Services.AddElsaApi();
        builder.Services.AddSingleton<EndpointTable>();
        builder.Services.AddSingleton<WorkflowEndpoints>();
        builder.Services.AddOpenApi();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.AllowOutOfOrderMetadataProperties = true;
            json.SerializerOptions.Encoder = Workflows.Values.Json.Options.Encoder;
            // What stands twice is refused, also in parts that are read as they are.
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.Converters.Add(new StrictNodes());
            json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(allowIntegerValues: false));
        });

        var app = builder.Build();
        app.UseSecureHeaders();
        app.UseReaderLanguage();
        app.UseProblems();
        app.UseAuthentication();
        app.UseOrigins();
        RequestLimits.Use(app);
        // Whoever asks for a page in their browser is here.
        app.Use(async (context, next) =>
        {
            await context.RequestServices.GetRequiredService<PeopleSeen>().See(context.User);
            await next(context);
        });
        app.UseOwnPagesOnly();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
        SignInEndpoints.Map(app);
        People.ProfileEndpoints.Map(app);
        Messages.StopEndpoint.Map(app);
        JobDashboard.Map(app);
        Readiness.Map(app);
        TelemetrySetup.Map(app);
        app.MapOpenApi().AllowAnonymous();
        app.MapElsaApi();
        app.MapOrdersApi();
        WorkflowEndpoints.Map(app);
        EndpointListing.Map(app);
        app.MapStudio(installation);
        return app;
    }

    /// <summary>How many deliveries are under way at once.</summary>
    static readonly (string Queue, int Workers)[] deliveries = [(OutboxDispatcher.Mail, 8), (OutboxDispatcher.Calls, 32)];

    static void AddLogging(WebApplicationBuilder builder, Installation installation)
    {
        builder.Host.UseSerilog((context, log) =>
        {
            foreach (var level in installation.Settings.GetSection("Logging:LogLevel").GetChildren())
            {
                var least = Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var known) ? LevelConvert.ToSerilogLevel(known)
                    : LogEventLevel.Information;
                if (level.Key == "Default") log.MinimumLevel.Is(least);
                else log.MinimumLevel.Override(level.Key, least);
            }
            log.Enrich.FromLogContext()
                .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} [{Level:u3}] {Message:lj} {InstanceId}{NewLine}{Exception}",
                    formatProvider: System.Globalization.CultureInfo.InvariantCulture)
                .WriteTo.File(new CompactJsonFormatter(), Path.Combine(installation.LogFolder, "threestep-.json"),
                    rollingInterval: RollingInterval.Day, retainedFileCountLimit: 14, buffered: false);
            TelemetrySetup.SendLines(log, installation);
        }, preserveStaticLogger: true);
    }
}

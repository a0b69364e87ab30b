using System.Reflection;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Quartz;
using ThreeStep.Runtime.Archive;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Commit;
using ThreeStep.Runtime.Definitions;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Outbox;
using ThreeStep.Runtime.Search;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Telemetry;
using ThreeStep.Runtime.Time;
using ThreeStep.Workflows.Bursts;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Runtime.Hosting;

/// <summary>Puts the runtime together for a host.</summary>
public static class RuntimeServices
{
    /// <summary>
    /// The parts that run bursts and commit them, without anything that runs by itself. The product registers what is its own beside them: an
    /// <see cref="IRecordReader"/>, its <see cref="CommandHandlers"/>, and an <see cref="ActivityAssembly"/> for each assembly with activities.
    /// </summary>
    public static IServiceCollection AddProcessRuntime(this IServiceCollection services, ProcessStore store, ProcessClock clock,
        DeliverySettings delivery)
    {
        services.AddSingleton(store);
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton(delivery);
        services.AddSingleton<IIdSource, RandomIds>();
        services.AddSingleton(provider => new ActivityRegistry(provider.GetServices<ActivityAssembly>().Select(item => item.Assembly).ToArray()));
        services.TryAddSingleton<IRecordReader, NoRecords>();
        services.TryAddSingleton<CommandHandlers>();
        services.TryAddSingleton(provider => new StoreHealth(TimeProvider.System, provider.GetRequiredService<ILogger<StoreHealth>>()));
        services.TryAddSingleton<HttpSettings>();
        services.TryAddSingleton<ProductDeliveries>();
        services.AddSingleton(provider => new HttpRequests(provider.GetRequiredService<HttpSettings>(), store));
        services.AddSingleton<EngineReader>();
        services.AddSingleton<NodeBeat>();
        services.AddSingleton<ArchiveFolder>();
        services.AddSingleton(new Intake(clock));
        services.TryAddSingleton(new BacklogLimit());
        services.AddSingleton<Backlog>();
        services.AddSingleton(provider =>
            new CommitQueue(store, clock, provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<CommandHandlers>(),
            provider.GetRequiredService<StoreHealth>(), provider.GetRequiredService<ILogger<CommitQueue>>()));
        services.AddSingleton(provider =>
            new SharedPause(store, provider.GetRequiredService<CommitQueue>(), provider.GetRequiredService<Intake>()));
        services.AddSingleton(provider => new InstanceNames(store, provider.GetRequiredService<CommitQueue>()));
        services.AddSingleton<CompiledDefinitions>();
        services.AddSingleton<DefinitionTriggers>();
        services.AddSingleton<DefinitionChecks>();
        services.AddSingleton(provider => new DefinitionDeletion(provider.GetRequiredService<CommitQueue>(),
            provider.GetRequiredService<CommandHandlers>(), provider.GetRequiredService<CompiledDefinitions>()));
        services.AddSingleton(provider =>
            new DefinitionStore(store, provider.GetRequiredService<CommitQueue>(), provider.GetRequiredService<CommandHandlers>(), clock,
            provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<CompiledDefinitions>(),
            provider.GetRequiredService<DefinitionTriggers>(), provider.GetRequiredService<DefinitionChecks>()));
        services.AddSingleton(provider =>
            new WorkflowRuntime(provider.GetRequiredService<EngineReader>(), provider.GetRequiredService<CommitQueue>(),
            provider.GetRequiredService<CompiledDefinitions>(), provider.GetRequiredService<DefinitionTriggers>(),
            provider.GetRequiredService<IRecordReader>(), clock, provider.GetRequiredService<IIdSource>(), provider.GetRequiredService<Intake>(),
            provider.GetRequiredService<Backlog>(),
            provider.GetRequiredService<StoreHealth>(), provider.GetRequiredService<ILogger<WorkflowRuntime>>()));
        services.AddSingleton(provider =>
            new WorkflowFiles(provider.GetRequiredService<DefinitionStore>(), provider.GetRequiredService<DefinitionChecks>(), store,
            provider.GetRequiredService<ILogger<WorkflowFiles>>()));
        services.AddSingleton(provider =>
            new StimulusWorker(provider.GetRequiredService<EngineReader>(), provider.GetRequiredService<WorkflowRuntime>(),
            provider.GetRequiredService<CommitQueue>(),
            provider.GetRequiredService<StoreHealth>(), provider.GetRequiredService<ILogger<StimulusWorker>>()));
        services.AddSingleton(provider =>
            new TimerPump(provider.GetRequiredService<EngineReader>(), provider.GetRequiredService<WorkflowRuntime>(),
            provider.GetRequiredService<StimulusWorker>(),
            provider.GetRequiredService<CommitQueue>(), provider.GetRequiredService<ProcessClock>(), provider.GetRequiredService<StoreHealth>(),
            provider.GetServices<Chore>(), provider.GetRequiredService<NodeBeat>(), provider.GetRequiredService<ILogger<TimerPump>>()));
        services.AddSingleton(provider =>
            new VirtualTime(provider.GetRequiredService<TimerPump>(), provider.GetRequiredService<StimulusWorker>(),
            provider.GetRequiredService<EngineReader>(),
            provider.GetRequiredService<ProcessClock>()));
        return services;
    }

    /// <summary>
    /// What runs by itself in a server: timers, queued stimuli, the heartbeat, deliveries. Hangfire's storage and server are the host's choice.
    /// </summary>
    public static IServiceCollection AddProcessWorkers(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<NodeBeat>());
        services.AddHostedService(provider => provider.GetRequiredService<StimulusWorker>());
        services.AddHostedService(provider => provider.GetRequiredService<TimerPump>());
        services.AddHostedService<NodeBell>();
        services.AddHostedService<WarmUp>();
        services.AddHostedService<ReadAhead>();
        foreach (var gauge in TableGauge.OfRuntime) services.AddSingleton(gauge);
        services.AddHostedService<TableGauges>();
        services.AddSingleton(provider =>
            new OutboxDispatcher(provider.GetRequiredService<ProcessStore>(), provider.GetRequiredService<EngineReader>(),
            provider.GetRequiredService<CommitQueue>(),
            provider.GetRequiredService<IBackgroundJobClient>(), provider.GetRequiredService<ProductDeliveries>()));
        services.AddHttpClient<OutboxDelivery>();
        services.AddTransient(provider =>
            new OutboxDelivery(provider.GetRequiredService<ProcessStore>(), provider.GetRequiredService<CommitQueue>(),
            provider.GetRequiredService<DeliverySettings>(), provider.GetRequiredService<ProductDeliveries>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IHttpClientFactory>().CreateClient(),
                provider.GetRequiredService<HttpRequests>(),
            provider.GetRequiredService<EngineReader>(), provider.GetRequiredService<StoreHealth>(),
                provider.GetRequiredService<ILogger<OutboxDelivery>>()));
        services.AddSingleton<DeliveryTargets>();
        services.AddTransient(provider => new OutboxJob(provider.GetRequiredService<OutboxDelivery>(),
            provider.GetRequiredService<OutboxDispatcher>(), provider.GetRequiredService<DeliveryTargets>()));
        services.AddQuartz(quartz =>
        {
            var heartbeat = new JobKey("heartbeat");
            quartz.AddJob<HeartbeatJob>(job => job.WithIdentity(heartbeat));
            quartz.AddTrigger(trigger =>
                trigger.ForJob(heartbeat).StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(HeartbeatJob.Interval).RepeatForever()));
        });
        services.AddQuartzHostedService();
        return services;
    }
}

/// <summary>An assembly whose activities workflows may use, beside the engine's own.</summary>
public sealed record ActivityAssembly(Assembly Assembly);

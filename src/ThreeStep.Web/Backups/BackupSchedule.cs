using Quartz;
using ThreeStep.Orders.People;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime;
using ThreeStep.Runtime.Store;
using ThreeStep.Web.Setup;

namespace ThreeStep.Web.Backups;

/// <summary>
/// When the night's backup is made: at its hour in the company's zone, both as they are now. Where the settings file names no folder there is none.
/// </summary>
sealed class BackupSchedule(ISchedulerFactory schedulers, Installation installation, ProcessStore store, WorkflowRuntime runtime,
    ILogger<BackupSchedule> log) : IHostedService
{
    static readonly JobKey Job = new("backup");
    static readonly TriggerKey Night = new("night");

    (int Hour, string Zone) present;

    public static void Add(IServiceCollection services, Installation installation)
    {
        if (BackupSettings.Read(installation.Settings).Folder.Length == 0) return;
        services.AddSingleton<BackupSchedule>();
        services.AddHostedService(provider => provider.GetRequiredService<BackupSchedule>());
    }

    /// <summary>The next one, UTC; null while there is none.</summary>
    public async Task<DateTimeOffset?> Next(CancellationToken token) =>
        (await (await schedulers.GetScheduler(token)).GetTrigger(Night, token))?.NextFireTimeUtc;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Follow(cancellationToken);
        runtime.RecordsChanged += Notice;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        runtime.RecordsChanged -= Notice;
        return Task.CompletedTask;
    }

    /// <summary>Called on the committing thread: it only notes that there is something to look at.</summary>
    void Notice(IReadOnlyList<object> changed)
    {
        if (changed.Any(record => record is Company or SettingRow)) _ = Task.Run(() => Follow(CancellationToken.None));
    }

    async Task Follow(CancellationToken token)
    {
        try
        {
            await using var database = store.Query();
            var zone = database.Companies.Select(company => company.Zone).FirstOrDefault() ?? installation.Settings["Calendar:Zone"];
            var wanted = (BackupSettings.Read(installation.Settings, store).Hour, Zone: zone ?? CalendarDefinition.Usual.Zone!);
            if (wanted == present) return;
            var local = TimeZoneInfo.FindSystemTimeZoneById(wanted.Zone);
            var scheduler = await schedulers.GetScheduler(token);
            var trigger = TriggerBuilder.Create().WithIdentity(Night).ForJob(Job)
                .WithCronSchedule(NightlyBackup.At(wanted.Hour, local).CronExpressionString, cron => cron.InTimeZone(local))
                .Build();
            await scheduler.ScheduleJob(JobBuilder.Create<NightlyBackup>().WithIdentity(Job).Build(), trigger,
                new ScheduleJobOptions { Replace = true }, token);
            present = wanted;
        }
        // The one that was scheduled before stays.
        catch (Exception error) { log.LogError(error, "The nightly backup could not be scheduled anew"); }
    }
}

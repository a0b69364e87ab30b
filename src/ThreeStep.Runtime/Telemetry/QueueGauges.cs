using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Telemetry;

/// <summary>What waits in the tables, counted when somebody looks: it grows where the server does not keep up.</summary>
sealed class QueueGauges : IHostedService, IDisposable
{
    readonly Meter meter = new(ProcessTelemetry.Name);
    readonly DatabaseFile file;

    public QueueGauges(DatabaseFile file)
    {
        this.file = file;
        Gauge("threestep.stimuli.waiting", "{stimulus}", "Accepted and not carried out yet",
            database => database.Stimuli.Count(row => row.FailedAt == null));
        Gauge("threestep.stimuli.set_aside", "{stimulus}", "Could not be carried out: a person should look at them",
            database => database.Stimuli.Count(row => row.FailedAt != null));
        Gauge("threestep.outbox.waiting", "{message}", "To be delivered",
            database => database.Outbox.Count(row => row.DeliveredAt == null && row.FailedAt == null));
        Gauge("threestep.outbox.set_aside", "{message}", "Could not be delivered: a person should look at them",
            database => database.Outbox.Count(row => row.DeliveredAt == null && row.FailedAt != null));
        Gauge("threestep.timers.waiting", "{timer}", "Waits that end at a time", database => database.Bookmarks.Count(row => row.DueAt != null));
    }

    void Gauge(string name, string unit, string description, Func<ProcessDatabase, int> count) =>
        meter.CreateObservableGauge(name, () =>
        {
            using var database = file.Query();
            return count(database);
        }, unit, description);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public void Dispose() => meter.Dispose();
}

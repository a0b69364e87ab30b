using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using ThreeStep.Orders.Approvals;
using ThreeStep.Orders.Tasks;
using ThreeStep.Runtime.Clock;
using ThreeStep.Runtime.Store;
using ThreeStep.Runtime.Telemetry;

namespace ThreeStep.Orders.Figures;

/// <summary>How much waits for people, counted when somebody looks.</summary>
public sealed class PeopleGauges : IHostedService, IDisposable
{
    readonly Meter meter = new(ProcessTelemetry.Name);
    readonly DatabaseFile file;

    public PeopleGauges(DatabaseFile file, ProcessClock clock)
    {
        this.file = file;
        Gauge("threestep.tasks.open", "{task}", "Tasks that nobody has done yet",
            database => database.Tasks.Count(task => task.Status == WorkTaskStatus.Open));
        Gauge("threestep.tasks.overdue", "{task}", "Open tasks whose time is over", database =>
        {
            var now = clock.GetUtcNow();
            return database.Tasks.Count(task => task.Status == WorkTaskStatus.Open && task.DueAt < now);
        });
        Gauge("threestep.approvals.pending", "{question}", "Questions that wait for an answer",
            database => database.Approvals.Count(request => request.Status == ApprovalStatus.Pending));
        Gauge("threestep.instances.failed", "{instance}", "Workflows with a step that failed",
            database => database.Instances.Count(row => row.IncidentCount > 0));
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

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Telemetry;

/// <summary>Shows the gauges of the runtime and of the product for as long as the server runs.</summary>
sealed class TableGauges : IHostedService, IDisposable
{
    readonly Meter meter = new(ProcessTelemetry.Name);

    public TableGauges(ProcessStore store, TimeProvider clock, IEnumerable<TableGauge> gauges)
    {
        foreach (var gauge in gauges) meter.CreateObservableGauge(gauge.Name, () => Measure(gauge), gauge.Unit, gauge.Description);

        // While the store is away nobody knows: the gauge has no value then, and the others keep theirs.
        IEnumerable<Measurement<int>> Measure(TableGauge gauge)
        {
            try
            {
                using var database = store.Query();
                return [new(gauge.Count(database, clock.GetUtcNow()))];
            }
            catch (Exception error) when (Unavailability.Of(error) is not null) { return []; }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public void Dispose() => meter.Dispose();
}

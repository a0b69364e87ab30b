using Microsoft.Extensions.Hosting;
using ThreeStep.Runtime.Search;

namespace ThreeStep.Runtime.Hosting;

/// <summary>Has the names of instances read as soon as the server serves: no start waits for them, and most likely no search.</summary>
sealed class ReadAhead(InstanceNames names, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Where that fails, the first who searches hears of it, or the store works again.
        lifetime.ApplicationStarted.Register(() => _ = names.Read());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

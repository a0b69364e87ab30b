namespace ThreeStep.Web.Setup;

/// <summary>
/// Between the signal to stop and the end of listening, a server behind a proxy says that it is not ready and goes on answering, until the proxy has
/// heard of it: nobody is sent to a closed door. The setting <c>StopPause</c> says how many seconds; 0 where no proxy asks.
/// </summary>
sealed class StopPause(Installation installation) : IHostedLifecycleService
{
    public static TimeSpan Of(Installation installation) =>
        TimeSpan.FromSeconds(Math.Clamp(installation.Settings.GetValue("StopPause", 0.0), 0, 300));

    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Of(installation), cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

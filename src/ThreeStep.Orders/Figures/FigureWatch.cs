using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ThreeStep.Runtime.Nodes;
using ThreeStep.Runtime.Store;

namespace ThreeStep.Orders.Figures;

/// <summary>
/// Lets the follower work in a server: a little at a time, and where much is committed meanwhile hardly at all, so that whoever waits for a commit
/// does not wait for figures. Those are late then, and say so.
/// </summary>
public sealed class FigureWatch(FigureFollower follower, ProcessStore store, NodeBeat node, ILogger<FigureWatch> log) : BackgroundService
{
    const int AtOnce = 100;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), AfterFailure = TimeSpan.FromSeconds(15);
    /// <summary>So many bursts a second are much; then it rests so many times as long as it has worked.</summary>
    const double Much = 100;
    const double RestWhenBusy = 25, RestWhenQuiet = 0.5;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var (seen, since) = (0L, Stopwatch.GetTimestamp());
        var isBusy = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            var rest = Pause;
            try
            {
                var started = Stopwatch.GetTimestamp();
                if (node.IsLeader && await follower.FollowSome(AtOnce, stoppingToken) > 0)
                    rest = Stopwatch.GetElapsedTime(started) * (isBusy ? RestWhenBusy : RestWhenQuiet);
                if (Stopwatch.GetElapsedTime(since) is { TotalSeconds: >= 1 } past)
                {
                    var last = LastBurst();
                    isBusy = seen > 0 && (last - seen) / past.TotalSeconds > Much;
                    (seen, since) = (last, Stopwatch.GetTimestamp());
                }
            }
            catch (OperationCanceledException) { break; }
            catch (Exception error)
            {
                // The store may be away for a while; what cannot be read otherwise is the log's. Neither may end the server.
                if (Unavailability.Of(error) is null) log.LogError(error, "Figures of workflows could not be followed up");
                rest = AfterFailure;
            }
            try { await Task.Delay(rest, TimeProvider.System, stoppingToken); }
            catch (OperationCanceledException) { break; }
        }
    }

    long LastBurst()
    {
        using var database = store.Query();
        return database.Database.SqlQueryRaw<long>(FigureSql.LastBurst).AsEnumerable().Single();
    }
}

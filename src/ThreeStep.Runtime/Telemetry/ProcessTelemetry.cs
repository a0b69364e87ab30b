using System.Diagnostics;
using System.Diagnostics.Metrics;
using ThreeStep.Workflows.Instances;

namespace ThreeStep.Runtime.Telemetry;

/// <summary>
/// What is seen of the engine from outside: spans and measures by .NET's own means, so that nothing is made and next to nothing costs where nobody
/// listens. Ids only, no names or contents.
/// </summary>
public static class ProcessTelemetry
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "ThreeStep";

    /// <summary>Attributes of spans and measures.</summary>
    const string Definition = "threestep.definition", Instance = "threestep.instance", Channel = "threestep.channel", Outcome = "threestep.outcome";

    static readonly ActivitySource source = new(Name);
    static readonly Meter meter = new(Name);

    static readonly Counter<long> bursts = meter.CreateCounter<long>("threestep.bursts", "{burst}", "Bursts that were committed, by workflow");
    static readonly Counter<long> incidents = meter.CreateCounter<long>("threestep.incidents", "{incident}", "Steps that failed, by workflow");
    static readonly Counter<long> deliveries =
        meter.CreateCounter<long>("threestep.deliveries", "{delivery}", "Attempts at what leaves the building, by channel and outcome");
    static readonly Histogram<double> burstTime = Seconds("threestep.burst.duration", "From a stimulus until its burst is on the disk, by workflow");
    static readonly Histogram<double> commitTime = Seconds("threestep.commit.duration", "From a commit's being asked for until it is on the disk");
    static readonly Histogram<double> lateness = Seconds("threestep.timer.lateness", "How long after its time a timer was taken up");
    static readonly Histogram<long> groups =
        meter.CreateHistogram<long>("threestep.commit.group", "{request}", "Commits that shared one transaction");

    static Histogram<double> Seconds(string name, string description) => meter.CreateHistogram(name, "s", description, tags: null,
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60] });

    /// <summary>A burst of a new or a waiting instance, until it is committed.</summary>
    internal static Activity? Burst(string definitionId, string instanceId, Stimulus? stimulus)
    {
        if (!source.HasListeners()) return null;
        return source.StartActivity($"burst {definitionId}", ActivityKind.Internal)?.SetTag(Definition, definitionId).SetTag(Instance, instanceId)
            .SetTag("threestep.stimulus", stimulus?.GetType().Name ?? nameof(Stimulus.Start));
    }

    /// <summary>The wait for the commit, within the burst's span.</summary>
    internal static Activity? Commit() => source.StartActivity("commit");

    /// <summary>A queued stimulus is carried out in the trace that it came from; whoever waits for it is in that already.</summary>
    /// <param name="parent">See <see cref="Present"/>.</param>
    internal static Activity? CarryOut(string? parent) => Activity.Current is null ? GoOn("carry out", ActivityKind.Consumer, parent) : null;

    /// <summary>Something leaves the building, in the trace of what asked for it.</summary>
    internal static Activity? Delivery(string channel, string? parent) =>
        GoOn($"deliver {channel}", ActivityKind.Producer, parent)?.SetTag(Channel, channel);

    static Activity? GoOn(string name, ActivityKind kind, string? parent) =>
        source.HasListeners() && ActivityContext.TryParse(parent, null, isRemote: true, out var context)
            ? source.StartActivity(name, kind, context) : null;

    /// <summary>The span of now as W3C's traceparent, to be kept with what it leads to; null where nobody records it.</summary>
    internal static string? Present => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <param name="since">When the commit was asked for, as <see cref="Stopwatch.GetTimestamp"/> counts.</param>
    internal static void Committed(IEnumerable<BurstResult> committed, long since)
    {
        if (commitTime.Enabled) commitTime.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
        if (!bursts.Enabled) return;
        foreach (var burst in committed)
        {
            var workflow = new KeyValuePair<string, object?>(Definition, burst.State.DefinitionId);
            bursts.Add(1, workflow);
            var failed = burst.State.Incidents.Count(incident => incident.At == burst.Now);
            if (failed > 0) incidents.Add(failed, workflow);
        }
    }

    internal static void Moved(string definitionId, long since)
    {
        if (burstTime.Enabled)
            burstTime.Record(Stopwatch.GetElapsedTime(since).TotalSeconds, new KeyValuePair<string, object?>(Definition, definitionId));
    }

    internal static void Grouped(int requests) => groups.Record(requests);

    internal static void Fired(TimeSpan late) => lateness.Record(Math.Max(0, late.TotalSeconds));

    /// <param name="outcome">delivered, failed (and will be tried again), or set-aside.</param>
    internal static void Delivered(string channel, string outcome) =>
        deliveries.Add(1, new KeyValuePair<string, object?>(Channel, channel), new KeyValuePair<string, object?>(Outcome, outcome));
}

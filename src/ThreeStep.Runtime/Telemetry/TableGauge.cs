using ThreeStep.Runtime.Store;

namespace ThreeStep.Runtime.Telemetry;

/// <summary>Something that is counted in the tables when somebody looks, so that it is right after a crash, too.</summary>
/// <param name="Name">In OpenTelemetry's way: threestep.things.waiting.</param>
/// <param name="Unit">What is counted, in braces.</param>
/// <param name="Count">Given the time of now, UTC.</param>
public sealed record TableGauge(string Name, string Unit, string Description, Func<ProcessDatabase, DateTimeOffset, int> Count)
{
    /// <summary>What waits for the server: it grows where the server does not keep up.</summary>
    public static readonly IReadOnlyList<TableGauge> OfRuntime =
    [
        new("threestep.stimuli.waiting", "{stimulus}", "Accepted and not carried out yet",
            (database, _) => database.Stimuli.Count(row => row.FailedAt == null)),
        new("threestep.stimuli.set_aside", "{stimulus}", "Could not be carried out: a person should look at them",
            (database, _) => database.Stimuli.Count(row => row.FailedAt != null)),
        new("threestep.outbox.waiting", "{message}", "To be delivered",
            (database, _) => database.Outbox.Count(row => row.DeliveredAt == null && row.FailedAt == null)),
        new("threestep.outbox.set_aside", "{message}", "Could not be delivered: a person should look at them",
            (database, _) => database.Outbox.Count(row => row.DeliveredAt == null && row.FailedAt != null)),
        new("threestep.timers.waiting", "{timer}", "Waits that end at a time", (database, _) => database.Bookmarks.Count(row => row.DueAt != null)),
        new("threestep.instances.failed", "{instance}", "Workflows with a step that failed",
            (database, _) => database.Instances.Count(row => row.IncidentCount > 0)),
    ];
}

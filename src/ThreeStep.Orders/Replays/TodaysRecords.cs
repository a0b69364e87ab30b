using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ThreeStep.Orders.Clocks;
using ThreeStep.Orders.Working;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Orders.Replays;

/// <summary>
/// Records as they are while a replay runs. What follows from settings is the same for all of its cases, so calendars and the like are read once.
/// </summary>
/// <param name="settled">Kinds that follow from settings.</param>
sealed class TodaysRecords(IRecordReader records, IReadOnlySet<string> settled, WorkingCalendars calendars, ProcessStore store) : IRecordReader
{
    readonly ConcurrentDictionary<(string Kind, string Id), JsonNode?> known = [];
    readonly ConcurrentDictionary<string, WorkingCalendar> counting = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, IReadOnlyList<Pause>> pauses = new(StringComparer.Ordinal);

    public JsonNode? Read(string kind, string id)
    {
        if (kind == WorkingTime.Kind) return JsonValue.Create(When(WorkingTime.Read(id)));
        return settled.Contains(kind) ? known.GetOrAdd((kind, id), _ => records.Read(kind, id))?.DeepClone() : records.Read(kind, id);
    }

    DateTimeOffset When(WorkingTime counted)
    {
        var calendar = counting.GetOrAdd(counted.Calendar ?? "", _ =>
        {
            using var database = store.Query();
            return calendars.Of(counted.Calendar, database);
        });
        return calendar.When(counted, counted.Clock is not { } clock ? null : pauses.GetOrAdd(clock, _ =>
        {
            using var database = store.Query();
            return SlaClocks.PausesOf(database, clock);
        }));
    }
}

/// <summary>One case is told several times over: what it asks of today is read once.</summary>
sealed class OnceReadRecords(IRecordReader records) : IRecordReader
{
    readonly Dictionary<(string Kind, string Id), JsonNode?> known = [];

    public JsonNode? Read(string kind, string id)
    {
        if (!known.TryGetValue((kind, id), out var record)) known[(kind, id)] = record = records.Read(kind, id);
        return record?.DeepClone();
    }
}

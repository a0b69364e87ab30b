using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Replays;

/// <summary>
/// Records as a replay sees them: what is tried, else what the past read at that moment, else what it read last before, else first after, else
/// what the replay itself has made; what nobody read then is read as it is today. What the replay has changed since is in it.
/// </summary>
sealed class RememberedRecords(PastRun past, ReplayWorld world) : IRecordReader
{
    readonly Dictionary<(string, string), List<(DateTimeOffset At, long Sequence, JsonNode? Value)>> reads = ReadsOf(past);
    readonly Dictionary<(string, string), JsonNode?> made = [];
    readonly List<(DateTimeOffset At, Command Command)> changes = [];

    /// <summary>Kinds of records that had to be read as they are today.</summary>
    public SortedSet<string> OfToday { get; } = [];

    /// <summary>
    /// The moment of the present burst (UTC), and the burst of the past that it stands for; the last of all where it stands for none.
    /// </summary>
    public (DateTimeOffset At, long Sequence) Moment { get; set; }

    static Dictionary<(string, string), List<(DateTimeOffset, long, JsonNode?)>> ReadsOf(PastRun past)
    {
        var reads = new Dictionary<(string, string), List<(DateTimeOffset At, long Sequence, JsonNode? Value)>>();
        foreach (var each in past.Recorded.Family)
            foreach (var burst in each.Bursts)
                foreach (var read in burst.Reads)
                {
                    if (!reads.TryGetValue((read.Kind, read.Id), out var known)) reads[(read.Kind, read.Id)] = known = [];
                    // Those of a child count beside its parent's of the same moment, which come first.
                    known.Add((burst.At, each == past.Recorded ? burst.Sequence : long.MaxValue, read.Value));
                }
        foreach (var known in reads.Values) known.Sort((one, other) => (one.At, one.Sequence).CompareTo((other.At, other.Sequence)));
        return reads;
    }

    public JsonNode? Read(string kind, string id) =>
        world.Tried(kind, id) is { } tried ? tried.Value?.DeepClone() : world.Adapt(kind, Remembered(kind, id));

    JsonNode? Remembered(string kind, string id)
    {
        if (!reads.TryGetValue((kind, id), out var known)) return made.TryGetValue((kind, id), out var own) ? own?.DeepClone() : Today(kind, id);
        var index = known.FindLastIndex(read => (read.At, read.Sequence).CompareTo(Moment) <= 0);
        var (at, sequence, value) = known[Math.Max(index, 0)];
        // At its own moment it is as it was read; before and after, what the replay has changed counts too.
        if (at == Moment.At && sequence == Moment.Sequence) return value?.DeepClone();
        return Changed(kind, id, value?.DeepClone(), at);
    }

    JsonNode? Today(string kind, string id)
    {
        if (!world.Settled.Contains(kind)) OfToday.Add(kind);
        return Changed(kind, id, world.Today.Read(kind, id), DateTimeOffset.MinValue);
    }

    JsonNode? Changed(string kind, string id, JsonNode? value, DateTimeOffset since)
    {
        if (value is JsonObject record)
            foreach (var (at, command) in changes)
                if (at >= since && command.Changes(kind, id)) command.Preview(record);
        return value;
    }

    /// <summary>What a burst of the replay asked for can be read from now on.</summary>
    public void Note(BurstResult burst)
    {
        foreach (var command in burst.Commands)
        {
            if (world.Makes(command) is { } record) made[(record.Kind, record.Id)] = record.Value;
            changes.Add((burst.Now, command));
        }
        foreach (var child in burst.Children) Note(child);
    }
}

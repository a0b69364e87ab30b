using System.Text.Json.Nodes;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Replays;

/// <summary>Records as a burst of the past saw them, and nothing else.</summary>
sealed class RetoldReads(IEnumerable<RecordRead> reads) : IRecordReader
{
    readonly Dictionary<(string, string), JsonNode?> known =
        reads.GroupBy(read => (read.Kind, read.Id)).ToDictionary(group => group.Key, group => group.First().Value);

    /// <summary>It asked for something that was not read then.</summary>
    public bool IsOff { get; private set; }

    public JsonNode? Read(string kind, string id)
    {
        if (known.TryGetValue((kind, id), out var value)) return value?.DeepClone();
        IsOff = true;
        return null;
    }
}

using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Bursts;

/// <summary>Records as a burst sees them: each read once, with what the burst itself has asked to change.</summary>
sealed class SeenRecords(Burst burst) : IRecordReader
{
    public JsonNode? Read(string kind, string id) => burst.Read(kind, id);
}

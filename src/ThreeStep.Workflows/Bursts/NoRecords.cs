using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Bursts;

/// <summary>No domain records at all.</summary>
public sealed class NoRecords : IRecordReader
{
    public JsonNode? Read(string kind, string id) => null;
}

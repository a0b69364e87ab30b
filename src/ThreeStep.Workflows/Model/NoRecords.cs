using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Model;

/// <summary>No domain records at all.</summary>
public sealed class NoRecords : IRecordReader
{
    public JsonNode? Read(string kind, string id) => null;
}

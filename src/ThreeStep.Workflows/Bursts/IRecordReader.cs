using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Bursts;

/// <summary>Read-only access to domain records, as JSON with camelCase names; null when there is none.</summary>
public interface IRecordReader
{
    JsonNode? Read(string kind, string id);
}

using System.Text.Json.Nodes;

namespace ThreeStep.Workflows.Model;

/// <summary>Read-only access to domain records, as JSON with camelCase names; null when there is none.</summary>
public interface IRecordReader
{
    JsonNode? Read(string kind, string id);

    /// <summary>The names (camelCase) of what a kind of record has; empty where anything goes, null where there is no such kind.</summary>
    IReadOnlyCollection<string>? FieldsOf(string kind) => [];

    /// <summary>Events that changes of records publish.</summary>
    IReadOnlyCollection<string> Events => [];
}

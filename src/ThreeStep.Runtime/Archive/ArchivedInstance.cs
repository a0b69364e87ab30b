using System.Text.Json;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Archive;

/// <summary>An instance with its history, as a line of the archive keeps it: the columns of its rows, the documents as the JSON they are.</summary>
public sealed record ArchivedInstance(InstanceRow Instance, IReadOnlyList<BurstRow> Bursts)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Instance.Id);
        json.WriteString("definitionId", Instance.DefinitionId);
        json.WriteString("definitionVersionId", Instance.DefinitionVersionId);
        json.WriteNumber("definitionVersion", Instance.DefinitionVersion);
        json.WriteString("status", Instance.Status);
        json.WriteString("subStatus", Instance.SubStatus);
        json.WriteString("correlationId", Instance.CorrelationId);
        json.WriteString("name", Instance.Name);
        json.WriteString("parentInstanceId", Instance.ParentInstanceId);
        json.WriteNumber("incidentCount", Instance.IncidentCount);
        json.WriteString("createdAt", Instance.CreatedAt);
        json.WriteString("updatedAt", Instance.UpdatedAt);
        if (Instance.FinishedAt is { } finished) json.WriteString("finishedAt", finished);
        json.WriteNumber("rowVersion", Instance.RowVersion);
        json.WritePropertyName("state");
        json.WriteRawValue(InstanceDocument.Text(Instance.Document));
        json.WriteStartArray("bursts");
        foreach (var burst in Bursts)
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", burst.Sequence);
            json.WriteString("at", burst.At);
            json.WritePropertyName("document");
            json.WriteRawValue(burst.Document);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static ArchivedInstance Read(JsonElement json)
    {
        var id = Text("id")!;
        return new(new InstanceRow
        {
            Id = id,
            DefinitionId = Text("definitionId")!,
            DefinitionVersionId = Text("definitionVersionId")!,
            DefinitionVersion = json.GetProperty("definitionVersion").GetInt32(),
            Status = Text("status")!,
            SubStatus = Text("subStatus")!,
            CorrelationId = Text("correlationId"),
            Name = Text("name"),
            ParentInstanceId = Text("parentInstanceId"),
            IncidentCount = json.GetProperty("incidentCount").GetInt32(),
            CreatedAt = json.GetProperty("createdAt").GetDateTimeOffset(),
            UpdatedAt = json.GetProperty("updatedAt").GetDateTimeOffset(),
            FinishedAt = json.TryGetProperty("finishedAt", out var finished) ? finished.GetDateTimeOffset() : null,
            RowVersion = json.GetProperty("rowVersion").GetInt64(),
            Document = PackedText.Pack(JsonSerializer.SerializeToUtf8Bytes(json.GetProperty("state"), Json.Options)),
        },
        [.. json.GetProperty("bursts").EnumerateArray().Select(burst => new BurstRow
        {
            InstanceId = id,
            Sequence = burst.GetProperty("sequence").GetInt64(),
            At = burst.GetProperty("at").GetDateTimeOffset(),
            Document = burst.GetProperty("document").GetRawText(),
        })]);

        string? Text(string name) => json.GetProperty(name).GetString();
    }
}

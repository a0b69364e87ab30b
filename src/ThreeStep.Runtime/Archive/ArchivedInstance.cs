using System.Text.Json;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Archive;

/// <summary>An instance with its history, as the archive keeps it: the documents as the JSON they are.</summary>
public sealed record ArchivedInstance(InstanceRow Instance, IReadOnlyList<BurstRow> Bursts)
{
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
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

    /// <exception cref="UnreadableDocumentException">Its state is damaged, or of a newer server.</exception>
    internal static ArchivedInstance Read(JsonElement json)
    {
        var state = InstanceDocument.Read(JsonSerializer.SerializeToUtf8Bytes(json.GetProperty("state"), Json.Options));
        return new(InstanceRow.Of(state, json.GetProperty("rowVersion").GetInt64()),
            [.. json.GetProperty("bursts").EnumerateArray().Select(burst => new BurstRow
            {
                InstanceId = state.Id,
                Sequence = burst.GetProperty("sequence").GetInt64(),
                At = burst.GetProperty("at").GetDateTimeOffset(),
                Document = burst.GetProperty("document").GetRawText(),
            })]);
    }
}

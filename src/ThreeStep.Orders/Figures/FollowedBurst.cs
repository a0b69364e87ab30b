using System.Text.Json;
using System.Text.Json.Serialization;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Orders.Figures;

/// <summary>What of a burst's document tells where the instance stood: the rest is passed over, which spares most of the reading.</summary>
sealed record FollowedBurst
{
    [JsonPropertyName("format")] public int Format { get; init; } = Runtime.Commit.BurstDocument.PresentFormat;
    [JsonPropertyName("j")] public IReadOnlyList<Entry> Journal { get; init; } = [];

    /// <inheritdoc cref="Workflows.Instances.JournalEntry"/>
    internal sealed record Entry
    {
        [JsonPropertyName("e")] public string Event { get; init; } = "";
        [JsonPropertyName("x")] public string ExecutionId { get; init; } = "";
        [JsonPropertyName("n")] public string NodeId { get; init; } = "";
        [JsonPropertyName("c")] public IReadOnlyList<string>? Outcomes { get; init; }
    }

    /// <returns>Null where it cannot be read: figures do without it.</returns>
    public static FollowedBurst? Read(string document)
    {
        try
        {
            var read = JsonSerializer.Deserialize<FollowedBurst>(document, Json.Options);
            return read?.Format <= Runtime.Commit.BurstDocument.PresentFormat ? read : null;
        }
        catch (JsonException) { return null; }
    }
}

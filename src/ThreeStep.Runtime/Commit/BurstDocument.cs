using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ThreeStep.Runtime.Store;
using ThreeStep.Workflows.Instances;
using ThreeStep.Workflows.Values;

namespace ThreeStep.Runtime.Commit;

/// <summary>What is kept of a burst for ever: enough for the journal, heat maps and replay.</summary>
public sealed record BurstDocument
{
    public const int PresentFormat = 1;

    /// <summary>How it is written; a server reads up to the one it knows.</summary>
    [JsonPropertyName("format")] public int Format { get; init; } = PresentFormat;
    [JsonPropertyName("s")] public required Stimulus Stimulus { get; init; }
    [JsonPropertyName("j")] public required IReadOnlyList<JournalEntry> Journal { get; init; }
    [JsonPropertyName("c")] public IReadOnlyList<JsonObject>? Commands { get; init; }
    [JsonPropertyName("r")] public IReadOnlyList<RecordRead>? Reads { get; init; }

    public static string Write(BurstResult burst) => JsonSerializer.Serialize(new BurstDocument
    {
        Stimulus = burst.Stimulus,
        Journal = burst.Journal,
        Commands = burst.Commands.Count == 0 ? null : burst.Commands.Select(Describe).ToList(),
        Reads = burst.Reads.Count == 0 ? null : burst.Reads,
    }, Json.Options);

    /// <exception cref="UnreadableDocumentException">It is damaged, or of a newer server.</exception>
    public static BurstDocument Read(string document)
    {
        try
        {
            var burst = JsonSerializer.Deserialize<BurstDocument>(document, Json.Options)!;
            DocumentFormat.Require(burst.Format, PresentFormat);
            return burst;
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            DocumentFormat.Require(DocumentFormat.Of(document), PresentFormat);
            throw new UnreadableDocumentException($"The history of a burst cannot be read: {error.Message}");
        }
    }

    static JsonObject Describe(Command command)
    {
        var description = (JsonObject)JsonSerializer.SerializeToNode(command, command.GetType(), Json.Options)!;
        description.Insert(0, "command", command.GetType().Name);
        return description;
    }
}

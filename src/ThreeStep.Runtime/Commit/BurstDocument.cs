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
    /// <summary>The ids it took, in their order; null in documents of servers that did not keep them, which cannot be replayed.</summary>
    [JsonPropertyName("i")] public IReadOnlyList<string>? Ids { get; init; }
    /// <summary>What a first burst began with besides its stimulus; null in later ones.</summary>
    [JsonPropertyName("b")] public Beginning? Beginning { get; init; }

    public static string Write(BurstResult burst) => JsonSerializer.Serialize(new BurstDocument
    {
        Stimulus = burst.Stimulus,
        Journal = burst.Journal,
        Commands = burst.Commands.Count == 0 ? null : burst.Commands.Select(command => command.Describe()).ToList(),
        Reads = burst.Reads.Count == 0 ? null : burst.Reads,
        Ids = burst.Ids,
        Beginning = burst.IsNew ? new(burst.BegunWith, burst.CorrelationBefore, burst.NameBefore, burst.State.ParentBookmarkId) : null,
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
}

/// <param name="VersionId">The version of the definition.</param>
public sealed record Beginning(
    [property: JsonPropertyName("v")] string VersionId, [property: JsonPropertyName("k")] string? CorrelationId = null,
    [property: JsonPropertyName("m")] string? Name = null, [property: JsonPropertyName("p")] string? ParentBookmarkId = null);

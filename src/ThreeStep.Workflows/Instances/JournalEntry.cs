using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>One thing that happened to one activity execution. Property names are short because millions of these are stored.</summary>
public sealed record JournalEntry
{
    [JsonPropertyName("q")] public required int Sequence { get; init; }
    [JsonPropertyName("e")] public required string Event { get; init; }
    [JsonPropertyName("x")] public required string ExecutionId { get; init; }
    [JsonPropertyName("n")] public required string NodeId { get; init; }
    [JsonPropertyName("p")] public string? ParentExecutionId { get; init; }
    [JsonPropertyName("b")] public string? ScheduledBy { get; init; }
    [JsonPropertyName("d")] public int Depth { get; init; }
    [JsonPropertyName("m")] public string? Message { get; init; }
    /// <summary>Evaluated inputs when the execution is over or waits.</summary>
    [JsonPropertyName("i")] public JsonObject? Inputs { get; init; }
    [JsonPropertyName("o")] public JsonObject? Outputs { get; init; }
    [JsonPropertyName("c")] public IReadOnlyList<string>? Outcomes { get; init; }
}

public static class JournalEvents
{
    public const string Started = "Started";
    public const string Completed = "Completed";
    public const string Suspended = "Suspended";
    public const string Resumed = "Resumed";
    public const string Faulted = "Faulted";
    public const string Canceled = "Canceled";
    public const string Altered = "Altered";
    public const string AlterationFailed = "AlterationFailed";
}

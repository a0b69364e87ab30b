using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>Something went wrong: where, what, when (UTC); for expressions also which property and line.</summary>
public sealed record Incident(string ActivityId, string NodeId, string ActivityType, string Message, string ExceptionType, DateTimeOffset At,
    string? Property = null, int? Line = null);

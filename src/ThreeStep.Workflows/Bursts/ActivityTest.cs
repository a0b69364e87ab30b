using System.Text.Json;

namespace ThreeStep.Workflows.Bursts;

/// <summary>What one activity did by itself. <paramref name="Fault"/> is the message of an incident.</summary>
public sealed record ActivityTest(string Status, System.Text.Json.Nodes.JsonObject? Inputs, System.Text.Json.Nodes.JsonObject? Outputs,
    IReadOnlyList<string> Outcomes, string? Fault);

using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ThreeStep.Workflows.Instances;

/// <summary>A token on its way along a connection; a blocked one stops the next arrival there instead.</summary>
public sealed record FlowToken(string From, string Outcome, string To, bool Consumed = false, bool Blocked = false);

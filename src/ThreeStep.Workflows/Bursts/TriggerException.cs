using System.Diagnostics;
using System.Text.Json.Nodes;
using ThreeStep.Workflows.Model;

namespace ThreeStep.Workflows.Bursts;

/// <summary>What starts a workflow from outside cannot be set up at this activity.</summary>
public sealed class TriggerException(ActivityNode node, Exception inner) : Exception(inner.Message, inner)
{
    public ActivityNode Node { get; } = node;
}
